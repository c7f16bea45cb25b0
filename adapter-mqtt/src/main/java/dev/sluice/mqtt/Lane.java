package dev.sluice.mqtt;

/** One after the other: what the adapter has to do, in the order in which it came. */
interface Lane {
    /** Does something when its turn comes. Always accepted; only for what cannot come without limit. Any thread. */
    void execute(Runnable task);

    /** Does something when its turn comes, unless too much is waiting already. Any thread. */
    boolean offer(Runnable task);

    /** Does what is waiting, then nothing more. Any thread but the lane's own. */
    void close();
}
