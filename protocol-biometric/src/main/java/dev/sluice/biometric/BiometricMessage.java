package dev.sluice.biometric;

import java.util.OptionalLong;

/** What a client says. */
sealed interface BiometricMessage {
    /** It is alive. */
    record Beat() implements BiometricMessage {}

    /** Who it is. */
    record Identify(String token, int type) implements BiometricMessage {}

    /** New data of a producer. */
    record Submit(Reading reading) implements BiometricMessage {}

    /**
     * A consumer wants what it missed.
     *
     * @param after exclusive
     * @param before exclusive; empty for no bound
     */
    record Replay(long after, OptionalLong before) implements BiometricMessage {}

    /** Whether a producer's device is connected; passed on to nobody. */
    record DeviceStatus() implements BiometricMessage {}

    /** Nothing that can be answered: the connection ends. */
    record Wrong(int closeCode, String reason) implements BiometricMessage {}
}
