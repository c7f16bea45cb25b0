package dev.sluice.benchmarks;

/**
 * The next reading of one of ten devices: they take turns, each with temperature and humidity in turn.
 *
 * @param number of all readings, from 0
 */
record TelemetryReading(long number) {
    static final int DEVICES = 10;
    static final int FIRST_DEVICE = 101;

    int device() {
        return FIRST_DEVICE + (int) (number % DEVICES);
    }

    String metric() {
        return number / DEVICES % 2 == 0 ? "temperature" : "humidity";
    }

    /** Harmless for both metrics: no alert comes of it. */
    double value() {
        return 30 + number % 10 / 10.0;
    }
}
