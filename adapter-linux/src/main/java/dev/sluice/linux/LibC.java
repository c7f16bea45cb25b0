package dev.sluice.linux;

import com.sun.jna.Library;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;

/** The C library's functions, by the names and types it has for them; errors are for {@code Native.getLastError}. */
interface LibC extends Library {
    int open(String path, int flags);

    int close(int fd);

    int ioctl(int fd, NativeLong request, ByteBuffer argument);

    NativeLong read(int fd, ByteBuffer into, NativeLong count);

    NativeLong write(int fd, ByteBuffer from, NativeLong count);

    int eventfd(int initial, int flags);

    int poll(ByteBuffer fds, NativeLong count, int timeout);
}
