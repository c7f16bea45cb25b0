package dev.sluice.biometric;

/** Why a connection is closed; the numbers are those of the reference, and of its successor where that says more. */
final class CloseCode {
    /** A binary message. */
    static final int UNSUPPORTED_DATA = 1003;

    /** Invalid or unrecognised JSON. */
    static final int INVALID_JSON = 1007;

    /** More requests at once than are kept. */
    static final int POLICY = 1008;

    /** The gateway failed: a record could not be kept or read. */
    static final int INTERNAL_ERROR = 1011;

    /** IDENTIFY was expected. */
    static final int NOT_IDENTIFIED = 4000;

    /** The token of IDENTIFY is no good. */
    static final int BAD_TOKEN = 4001;

    /** Another connection has the place. */
    static final int DUPLICATE = 4002;

    /** IDENTIFY came again. */
    static final int IDENTIFIED_TWICE = 4003;

    /** An op-code that does not exist, or not for this side. */
    static final int BAD_OP_CODE = 4004;

    /** No heartbeat in time. */
    static final int NO_HEARTBEAT = 4005;

    private CloseCode() {}
}
