package dev.sluice.linux;

import dev.sluice.linux.GpioStructs.LineConfig;
import dev.sluice.linux.GpioStructs.LineEvent;
import dev.sluice.linux.GpioStructs.LineInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** An open GPIO chip, and what can be asked of it and of lines requested from it. Used by one thread at a time. */
final class GpioChip implements AutoCloseable {
    private static final String CONSUMER = "sluice";

    private final Kernel kernel;
    private final int fd;

    private GpioChip(Kernel kernel, int fd) {
        this.kernel = kernel;
        this.fd = fd;
    }

    static GpioChip open(Kernel kernel, String path) throws IOException {
        return new GpioChip(kernel, kernel.open(path));
    }

    String label() throws IOException {
        ByteBuffer info = GpioStructs.chipInfo();
        kernel.ioctl(fd, GpioStructs.GET_CHIPINFO, info);
        return GpioStructs.label(info);
    }

    /** What a line is, without requesting it. */
    LineInfo info(int offset) throws IOException {
        ByteBuffer info = GpioStructs.lineInfo(offset);
        kernel.ioctl(fd, GpioStructs.GET_LINEINFO, info);
        return GpioStructs.parsedLineInfo(info);
    }

    /** Takes a line; nobody else can have it until the number returned is closed. */
    int request(int offset, LineConfig config) throws IOException {
        ByteBuffer request = GpioStructs.lineRequest(offset, CONSUMER, config);
        kernel.ioctl(fd, GpioStructs.GET_LINE, request);
        return GpioStructs.fd(request);
    }

    void configure(int line, LineConfig config) throws IOException {
        kernel.ioctl(line, GpioStructs.SET_CONFIG, GpioStructs.lineConfig(config));
    }

    boolean isHigh(int line) throws IOException {
        ByteBuffer values = GpioStructs.values(false);
        kernel.ioctl(line, GpioStructs.GET_VALUES, values);
        return GpioStructs.isHigh(values);
    }

    void drive(int line, boolean high) throws IOException {
        kernel.ioctl(line, GpioStructs.SET_VALUES, GpioStructs.values(high));
    }

    /** The edges of a line that is ready to be read; waits for one if it is not. */
    List<LineEvent> events(int line) throws IOException {
        ByteBuffer bytes = GpioStructs.events();
        int count = kernel.read(line, bytes) / GpioStructs.EVENT_BYTES;
        List<LineEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(GpioStructs.event(bytes, i));
        }
        return events;
    }

    void release(int line) {
        kernel.close(line);
    }

    @Override
    public void close() {
        kernel.close(fd);
    }
}
