package dev.sluice.benchmarks;

/**
 * For each connection, when its requests were due that have no answer yet, oldest first. One block of memory, nothing is
 * allocated under load. The generator's thread.
 */
final class Times {
    private final int capacity;
    private final long[] times;
    private final int[] oldest;
    private final int[] waiting;

    Times(int connections, int capacity) {
        this.capacity = capacity;
        this.times = new long[Math.multiplyExact(connections, capacity)];
        this.oldest = new int[connections];
        this.waiting = new int[connections];
    }

    boolean isFull(int connection) {
        return waiting[connection] == capacity;
    }

    boolean isEmpty(int connection) {
        return waiting[connection] == 0;
    }

    void add(int connection, long time) {
        if (isFull(connection)) {
            throw new IllegalStateException(
                    "requests without answer: " + (capacity + 1) + " (expected: at most " + capacity + ")");
        }
        times[connection * capacity + (oldest[connection] + waiting[connection]) % capacity] = time;
        waiting[connection]++;
    }

    long removeOldest(int connection) {
        if (isEmpty(connection)) {
            throw new IllegalStateException("answers without request: 1 (expected: 0)");
        }
        long time = times[connection * capacity + oldest[connection]];
        oldest[connection] = (oldest[connection] + 1) % capacity;
        waiting[connection]--;
        return time;
    }
}
