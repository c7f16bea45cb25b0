package dev.sluice.transport;

/** Close codes of RFC 6455, section 7.4.1, and of the IANA registry. */
final class CloseCode {
    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    /** Never sent: stands for a Close frame without a code. */
    static final int NONE = 1005;
    /** Never sent: stands for an end without a Close frame. */
    static final int ABNORMAL = 1006;

    static final int INVALID_DATA = 1007;
    static final int POLICY = 1008;
    static final int TOO_BIG = 1009;
    static final int INTERNAL_ERROR = 1011;
    static final int TRY_AGAIN_LATER = 1013;

    private CloseCode() {}
}
