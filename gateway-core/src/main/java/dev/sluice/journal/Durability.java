package dev.sluice.journal;

/** What a record survives once it has been accepted. */
public enum Durability {
    /** Nothing: it is gone when the process ends. */
    MEMORY,
    /** The end of the process, however sudden, but not that of the operating system. */
    FILE,
    /** A power failure: the disk has been told to write, and has answered. */
    DISK
}
