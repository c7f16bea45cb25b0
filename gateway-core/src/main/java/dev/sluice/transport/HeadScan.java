package dev.sluice.transport;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Looks at each byte of a request's head once, for what may not be in it whatever the fields mean. */
final class HeadScan {
    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private int ahead;
    private byte previous;
    private int column;
    private boolean hasLines;
    private boolean ended;

    /** A new request follows. */
    void begin() {
        ahead = 0;
        previous = LF;
        column = 0;
        hasLines = false;
        ended = false;
    }

    HeadScan() {
        begin();
    }

    /** Looks at what has come, and stays where it is; the head's end is the end of what is looked at. */
    Optional<String> fault(ByteBuf in) {
        for (int i = in.readerIndex() + ahead; i < in.writerIndex() && !ended; i++, ahead++) {
            byte next = in.getByte(i);
            Optional<String> fault = fault(next);
            if (fault.isPresent()) {
                return fault;
            }
            note(next);
        }
        return Optional.empty();
    }

    private Optional<String> fault(byte next) {
        if (next == 0) {
            return Optional.of("a NUL in the head");
        }
        if ((next == LF) != (previous == CR)) {
            return Optional.of("a line that does not end with CR LF");
        }
        if (column == 0 && (next == ' ' || next == '\t')) {
            return Optional.of("a line that begins with white space");
        }
        return Optional.empty();
    }

    private void note(byte next) {
        previous = next;
        if (next == LF) {
            ended = column == 0 && hasLines;
            column = 0;
        } else if (next != CR) {
            hasLines = true;
            column++;
        }
    }

    /** The decoder has taken {@code bytes} of what was looked at. */
    void consumed(int bytes) {
        ahead = Math.max(0, ahead - bytes);
    }
}
