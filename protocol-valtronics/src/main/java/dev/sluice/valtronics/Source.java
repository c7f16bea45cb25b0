package dev.sluice.valtronics;

/** Where the messages of a channel come from, for one client. Used on the session's thread. */
interface Source {
    /** Brings what is selected from now on, and no more of what was. */
    void follow(Selection selection);
}
