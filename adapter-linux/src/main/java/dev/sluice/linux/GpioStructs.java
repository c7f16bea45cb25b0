package dev.sluice.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The structures of the kernel's GPIO interface, version 2, with the places of their fields; the same on 32 and 64 bits. Pure
 * functions. See {@code linux/gpio.h}.
 */
final class GpioStructs {
    static final long GET_CHIPINFO = 0x8044b401L;
    static final long GET_LINEINFO = 0xc100b405L;
    static final long GET_LINE = 0xc250b407L;
    static final long SET_CONFIG = 0xc110b40dL;
    static final long GET_VALUES = 0xc010b40eL;
    static final long SET_VALUES = 0xc010b40fL;

    static final long USED = 1;
    static final long INPUT = 1 << 2;
    static final long OUTPUT = 1 << 3;
    static final long EDGES = 1 << 4 | 1 << 5;
    static final long PULL_UP = 1 << 8;
    static final long PULL_DOWN = 1 << 9;
    static final long PULL_NONE = 1 << 10;

    static final int EVENT_BYTES = 48;

    private static final int NAME_BYTES = 32;
    private static final int OUTPUT_VALUES = 2;
    private static final int RISING = 1;
    private static final int CONFIG_AT = 288;
    private static final int LINES_AT = 560;
    private static final int FD_AT = 588;

    /** What a line is asked to be; without flags it stays as it is. */
    record LineConfig(long flags, Optional<Boolean> level) {
        static final LineConfig AS_IS = new LineConfig(0, Optional.empty());

        static LineConfig output(boolean high) {
            return new LineConfig(OUTPUT, Optional.of(high));
        }

        /** An input whose edges are told. */
        static LineConfig input(Pull pull) {
            long bias =
                    switch (pull) {
                        case FLOATING -> PULL_NONE;
                        case UP -> PULL_UP;
                        case DOWN -> PULL_DOWN;
                    };
            return new LineConfig(INPUT | EDGES | bias, Optional.empty());
        }
    }

    /**
     * What a line is.
     *
     * @param consumer who uses it, as it calls itself; often empty
     */
    record LineInfo(long flags, String consumer) {
        boolean isUsed() {
            return (flags & USED) != 0;
        }

        boolean isOutput() {
            return (flags & OUTPUT) != 0;
        }

        /** The pull that somebody has set, as far as the kernel knows. */
        Optional<Pull> pull() {
            if ((flags & PULL_UP) != 0) {
                return Optional.of(Pull.UP);
            }
            if ((flags & PULL_DOWN) != 0) {
                return Optional.of(Pull.DOWN);
            }
            return (flags & PULL_NONE) != 0 ? Optional.of(Pull.FLOATING) : Optional.empty();
        }
    }

    /**
     * An edge.
     *
     * @param nanos when, by the monotonic clock
     */
    record LineEvent(long nanos, boolean rising) {}

    private GpioStructs() {}

    static ByteBuffer chipInfo() {
        return zeros(68);
    }

    static String label(ByteBuffer chipInfo) {
        return text(chipInfo, NAME_BYTES);
    }

    static ByteBuffer lineInfo(int offset) {
        return zeros(256).putInt(64, offset);
    }

    static LineInfo parsedLineInfo(ByteBuffer info) {
        return new LineInfo(info.getLong(72), text(info, NAME_BYTES));
    }

    /** A request for one line. */
    static ByteBuffer lineRequest(int offset, String consumer, LineConfig config) {
        ByteBuffer request = zeros(592).putInt(0, offset);
        byte[] name = consumer.getBytes(StandardCharsets.US_ASCII);
        request.put(256, name, 0, Math.min(name.length, NAME_BYTES - 1));
        put(request, CONFIG_AT, config);
        return request.putInt(LINES_AT, 1);
    }

    /** The line's own number, in a request that was granted. */
    static int fd(ByteBuffer lineRequest) {
        return lineRequest.getInt(FD_AT);
    }

    static ByteBuffer lineConfig(LineConfig config) {
        ByteBuffer bytes = zeros(272);
        put(bytes, 0, config);
        return bytes;
    }

    private static void put(ByteBuffer bytes, int at, LineConfig config) {
        bytes.putLong(at, config.flags());
        if (config.level().isPresent()) {
            bytes.putInt(at + 8, 1);
            bytes.putInt(at + 32, OUTPUT_VALUES);
            bytes.putLong(at + 40, config.level().get() ? 1 : 0);
            bytes.putLong(at + 48, 1);
        }
    }

    /** The level of the first line of a request, and of no other. */
    static ByteBuffer values(boolean high) {
        return zeros(16).putLong(0, high ? 1 : 0).putLong(8, 1);
    }

    static boolean isHigh(ByteBuffer values) {
        return (values.getLong(0) & 1) != 0;
    }

    /** Room for as many events as the kernel keeps for a line unless asked for more. */
    static ByteBuffer events() {
        return zeros(16 * EVENT_BYTES);
    }

    static LineEvent event(ByteBuffer events, int index) {
        int at = index * EVENT_BYTES;
        return new LineEvent(events.getLong(at), events.getInt(at + 8) == RISING);
    }

    private static ByteBuffer zeros(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    private static String text(ByteBuffer bytes, int at) {
        byte[] text = new byte[NAME_BYTES];
        bytes.get(at, text);
        int length = 0;
        while (length < NAME_BYTES && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }
}
