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

    /**
     * Where a camera looks, told to telemetry subscribers; more than the 256 bytes from which on Sluice compresses.
     *
     * @param compressed whether they take compressed messages
     */
    FanOut camera(int burst, boolean compressed);
}
