package dev.sluice.placeos;

/** The specification's error table. */
enum ErrorCode {
    /** Not JSON. */
    PARSE_ERROR(0),
    /** Fields missing or of the wrong type, or a method that the module does not have. */
    BAD_REQUEST(1),
    /** A privileged method or module, without the level for it. */
    ACCESS_DENIED(2),
    /** The device refused or failed. */
    REQUEST_FAILED(3),
    UNKNOWN_COMMAND(4),
    SYSTEM_NOT_FOUND(5),
    MODULE_NOT_FOUND(6),
    /** The device is not there. */
    UNEXPECTED_FAILURE(7);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
