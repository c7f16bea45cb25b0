package dev.sluice.mqtt;

/** One after the other: what the adapter has to do, in the order in which it came. */
interface Lane {
    /** Does something when its turn comes. Always accepted; only for what cannot come without limit. Any thread. */
    void execute(Runnable task);

    /** Does something when its turn comes. If too many such tasks wait, the oldest of them is dropped. Any thread. */
    void offer(Droppable task);

    /** Does what is waiting, then nothing more. Any thread but the lane's own. */
    void close();

    /** A task that may be left undone, but hears of it. */
    interface Droppable extends Runnable {
        /** It has been dropped; called once, instead of {@link #run}, by the thread that offered another one. */
        void drop();
    }
}
