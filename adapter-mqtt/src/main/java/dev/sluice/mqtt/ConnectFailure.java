package dev.sluice.mqtt;

/** A connection to the broker that was not made; its message says why. */
final class ConnectFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean perhapsVersion;

    /**
     * A failure.
     *
     * @param perhapsVersion whether the broker answered in a way that brokers do that do not know this version of MQTT
     */
    ConnectFailure(String message, boolean perhapsVersion) {
        super(message);
        this.perhapsVersion = perhapsVersion;
    }

    boolean perhapsVersion() {
        return perhapsVersion;
    }
}
