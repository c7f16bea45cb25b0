package dev.sluice.benchmarks;

/**
 * What a server tells many of, changed by one panel: the requests are the same for every server, only where they go is not.
 * The generator's thread.
 */
interface FanOuts {
    /** The valve's siren, told to valve clients. */
    FanOut siren(int burst);

    /** The volume of a display, told to panels that have bound it and 49 other variables. */
    FanOut volume(int burst);
}
