package dev.sluice.daemon;

/**
 * One thing that the doctor looked at.
 *
 * @param what was looked at
 * @param found what it is like
 * @param fix what to do; empty if there is nothing to be done
 */
record Finding(State state, String what, String found, String fix) {
    /** How bad it is. */
    enum State {
        OK,
        WARNING,
        FAILED
    }

    static Finding ok(String what, String found) {
        return new Finding(State.OK, what, found, "");
    }

    static Finding warning(String what, String found, String fix) {
        return new Finding(State.WARNING, what, found, fix);
    }

    static Finding failed(String what, String found, String fix) {
        return new Finding(State.FAILED, what, found, fix);
    }
}
