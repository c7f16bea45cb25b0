package dev.sluice.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The real kernel, through the C library. The native library is loaded with the first call, so that a machine without pins
 * does not need it. May be called by any thread.
 */
final class LibCKernel implements Kernel {
    private static final int READ_WRITE = 2;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int INTERRUPTED = 4;
    private static final int POLLED = 8;
    private static final short POLLIN = 1;
    private static final short POLLERR_HUP_NVAL = 0x8 | 0x10 | 0x20;

    private Optional<LibC> loaded = Optional.empty();

    @Override
    public int open(String path) throws IOException {
        return checked("open " + path, libC().open(path, READ_WRITE | CLOSE_ON_EXEC));
    }

    @Override
    public void ioctl(int fd, long request, ByteBuffer argument) throws IOException {
        checked("ioctl 0x" + Long.toHexString(request), libC().ioctl(fd, new NativeLong(request, true), argument));
    }

    @Override
    public int read(int fd, ByteBuffer into) throws IOException {
        return checked(
                "read", libC().read(fd, into, new NativeLong(into.capacity())).intValue());
    }

    @Override
    public int openCounter() throws IOException {
        return checked("eventfd", libC().eventfd(0, CLOSE_ON_EXEC));
    }

    @Override
    public void raise(int counter) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        one.putLong(1).rewind();
        checked("write", libC().write(counter, one, new NativeLong(Long.BYTES)).intValue());
    }

    @Override
    public int[] poll(int[] fds, int timeoutMillis) throws IOException {
        ByteBuffer polled = ByteBuffer.allocate(fds.length * POLLED).order(ByteOrder.nativeOrder());
        for (int fd : fds) {
            polled.putInt(fd).putShort(POLLIN).putShort((short) 0);
        }
        polled.rewind();
        int ready = libC().poll(polled, new NativeLong(fds.length), timeoutMillis);
        int[] said = new int[fds.length];
        if (ready < 0 && Native.getLastError() == INTERRUPTED) {
            return said;
        }
        checked("poll", ready);
        for (int i = 0; i < fds.length; i++) {
            short events = polled.getShort(i * POLLED + 6);
            said[i] = ((events & POLLIN) != 0 ? READABLE : 0) | ((events & POLLERR_HUP_NVAL) != 0 ? BROKEN : 0);
        }
        return said;
    }

    @Override
    public void close(int fd) {
        loaded().ifPresent(libC -> libC.close(fd));
    }

    @Override
    public int pointerBytes() {
        return Native.POINTER_SIZE;
    }

    /** On Linux this is the same clock. */
    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }

    private static int checked(String what, int result) throws KernelException {
        if (result < 0) {
            throw new KernelException(what, Native.getLastError());
        }
        return result;
    }

    private synchronized Optional<LibC> loaded() {
        return loaded;
    }

    private synchronized LibC libC() throws IOException {
        if (loaded.isEmpty()) {
            try {
                loaded = Optional.of(Native.load("c", LibC.class));
            } catch (LinkageError e) {
                throw new IOException("the native library cannot be loaded: " + e.getMessage(), e);
            }
        }
        return loaded.get();
    }
}
