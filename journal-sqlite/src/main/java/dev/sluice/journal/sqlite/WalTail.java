package dev.sluice.journal.sqlite;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What of the write-ahead log SQLite will not take when it opens it, because it has no valid checksum or no commit after it.
 * SQLite drops that without a word; we want it said. The format is in https://www.sqlite.org/fileformat2.html, section 4.
 *
 * <p>SQLite writes its log over and over from the start, each time with new salts. Frames with old ones are left from
 * earlier and in the main file since; they do not count.
 *
 * @param cut how many bytes are lost
 * @param numbersLost whether there was a commit among them that was complete once, since the log went on after it: somebody
 *     may have seen its records. Without it, it is what a crash interrupted and nobody was told of
 */
record WalTail(long cut, boolean numbersLost) {
    private static final WalTail NONE = new WalTail(0, false);
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int MAGIC = 0x377f0682; // the lowest bit says: checksums are of big-endian words

    static WalTail examine(Path wal) throws IOException {
        long size = Files.exists(wal) ? Files.size(wal) : 0;
        if (size == 0) {
            return NONE;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(wal), 1 << 16)) {
            byte[] header = in.readNBytes(HEADER);
            Scan scan = new Scan(header);
            if (!scan.isHeaderValid()) {
                return new WalTail(size, size > HEADER);
            }
            byte[] frame = in.readNBytes(scan.frameLength());
            while (frame.length > 0) {
                scan.add(frame);
                frame = in.readNBytes(scan.frameLength());
            }
            return scan.result();
        }
    }

    /** Goes through the frames as SQLite does, and then on. */
    private static final class Scan {
        private final ByteBuffer header;
        private final ByteOrder order;
        private int sum0;
        private int sum1;
        private boolean valid = true;
        private long position = HEADER;
        private long committed = HEADER;
        private long currentEnd = HEADER;
        private boolean commitCut;
        private boolean wentOn;

        Scan(byte[] header) {
            this.header = ByteBuffer.wrap(Arrays.copyOf(header, HEADER));
            this.order = (this.header.getInt(0) & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        }

        boolean isHeaderValid() {
            sum(header, 0, 24);
            return (header.getInt(0) & ~1) == MAGIC && isSumAt(header, 24) && isPageSize(header.getInt(8));
        }

        private static boolean isPageSize(int size) {
            return size >= 512 && size <= 65536 && Integer.bitCount(size) == 1;
        }

        int frameLength() {
            return FRAME_HEADER + header.getInt(8);
        }

        /** Takes the next frame; the last one may be shorter than it should be. */
        void add(byte[] bytes) {
            position += bytes.length;
            ByteBuffer frame = ByteBuffer.wrap(bytes);
            if (!isCurrent(frame)) {
                valid = false;
                return;
            }
            valid = valid && isValid(frame);
            boolean commit = bytes.length >= 8 && frame.getInt(4) != 0;
            currentEnd = position;
            if (valid && commit) {
                committed = position;
            } else if (!valid) {
                wentOn |= commitCut;
                commitCut |= commit;
            }
        }

        private boolean isValid(ByteBuffer frame) {
            if (frame.capacity() < frameLength() || frame.getInt(0) == 0 || !hasSalts(frame)) {
                return false;
            }
            sum(frame, 0, 8);
            sum(frame, FRAME_HEADER, frame.capacity());
            return isSumAt(frame, 16);
        }

        private boolean hasSalts(ByteBuffer frame) {
            return frame.getInt(8) == header.getInt(16) && frame.getInt(12) == header.getInt(20);
        }

        /** Whether a frame is of this round; a damaged one as well, unless its salt is that of an earlier round. */
        private boolean isCurrent(ByteBuffer frame) {
            if (frame.capacity() < 16) {
                return true;
            }
            long rounds = Integer.toUnsignedLong(header.getInt(12));
            long ago = Integer.toUnsignedLong(header.getInt(16) - frame.getInt(8)); // each round adds one to it
            return ago == 0 || ago > rounds;
        }

        WalTail result() {
            return new WalTail(currentEnd - committed, wentOn);
        }

        private void sum(ByteBuffer bytes, int from, int to) {
            ByteBuffer words = bytes.duplicate().order(order);
            for (int i = from; i < to; i += 8) {
                sum0 += words.getInt(i) + sum1;
                sum1 += words.getInt(i + 4) + sum0;
            }
        }

        private boolean isSumAt(ByteBuffer bytes, int index) {
            return bytes.getInt(index) == sum0 && bytes.getInt(index + 4) == sum1;
        }
    }
}
