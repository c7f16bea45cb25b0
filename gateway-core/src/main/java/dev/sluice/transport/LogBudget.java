package dev.sluice.transport;

/**
 * Bounds how many lines a second are written about one kind of event, so that a flood of strangers is no flood of lines. What
 * was left out is counted. Used by one thread.
 */
final class LogBudget {
    private final int lines;
    private int left;
    private long leftOut;

    /** @param lines most lines between two refills */
    LogBudget(int lines) {
        this.lines = lines;
        this.left = lines;
    }

    /** Whether one more line may be written. */
    boolean take() {
        if (left == 0) {
            leftOut++;
            return false;
        }
        left--;
        return true;
    }

    /** Begins a new second; how many lines the last one left out. */
    long refill() {
        long missing = leftOut;
        left = lines;
        leftOut = 0;
        return missing;
    }
}
