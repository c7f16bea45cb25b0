package dev.sluice.linux;

import java.io.IOException;

/** The kernel refused a call. */
final class KernelException extends IOException {
    static final int EIO = 5;
    static final int EBADF = 9;
    static final int EACCES = 13;
    static final int EPERM = 1;
    static final int EBUSY = 16;
    static final int ENODEV = 19;

    private static final long serialVersionUID = 1;

    private final int error;

    /**
     * A refusal.
     *
     * @param what was asked
     * @param error the kernel's error number
     */
    KernelException(String what, int error) {
        super(what + ": " + text(error));
        this.error = error;
    }

    boolean isBusy() {
        return error == EBUSY;
    }

    boolean isDenied() {
        return error == EACCES || error == EPERM;
    }

    /** Whether the device is gone, so that there is no use in asking it anything else. */
    boolean isLoss() {
        return error == ENODEV || error == EIO || error == EBADF;
    }

    private static String text(int error) {
        return switch (error) {
            case EPERM -> "not permitted (EPERM)";
            case 2 -> "no such file (ENOENT)";
            case EIO -> "input/output error (EIO)";
            case EBADF -> "not open (EBADF)";
            case EACCES -> "permission denied (EACCES)";
            case EBUSY -> "busy (EBUSY)";
            case ENODEV -> "the device is gone (ENODEV)";
            case 22 -> "not possible (EINVAL)";
            case 25 -> "not that kind of device (ENOTTY)";
            default -> "error " + error;
        };
    }
}
