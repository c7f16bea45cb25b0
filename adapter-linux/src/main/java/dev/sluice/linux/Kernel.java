package dev.sluice.linux;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The system calls that the adapter needs, with the kernel's own structures as bytes in the machine's order. May be called by
 * any thread. What the kernel refuses is a {@link KernelException}; any other {@link IOException} means that it cannot be
 * called at all.
 */
interface Kernel {
    /** Something can be read without waiting. */
    int READABLE = 1;

    /** It has failed, or is not open. */
    int BROKEN = 2;

    /** Opens a device for reading and writing. */
    int open(String path) throws IOException;

    /** Hands {@code argument} to a device, which may answer in it. */
    void ioctl(int fd, long request, ByteBuffer argument) throws IOException;

    /** Reads at most as many bytes as {@code into} holds, to its beginning; returns how many. */
    int read(int fd, ByteBuffer into) throws IOException;

    /** A counter that is ready to be read once it was raised. */
    int openCounter() throws IOException;

    void raise(int counter) throws IOException;

    /**
     * Waits until something can be said of one of {@code fds}.
     *
     * @param timeoutMillis how long at most; 0 not at all, -1 for ever
     * @return for each of them: what can be said, an or of {@link #READABLE} and {@link #BROKEN}
     */
    int[] poll(int[] fds, int timeoutMillis) throws IOException;

    /** Never fails: whatever the kernel says, the number is not to be used any more. */
    void close(int fd);

    /** How long a pointer is in this process. */
    int pointerBytes();

    /** The kernel's monotonic clock, by which it stamps edges. */
    long monotonicNanos();
}
