package dev.sluice.biometric;

import dev.sluice.biometric.BiometricMessage.Replay;

/** What an identified client is here for. On the session's thread. */
sealed interface Role permits Producer, Consumer {
    void submit(Reading reading);

    void replay(Replay request);

    void deviceStatus();

    /** The session has ended. */
    void leave();
}
