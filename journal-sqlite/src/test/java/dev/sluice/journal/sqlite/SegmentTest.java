package dev.sluice.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.journal.Journal.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentTest {
    private static final byte[] STREAM = "a".getBytes(StandardCharsets.UTF_8);
    private static final long AT = 1_234_567;

    @Test
    void givesBackWhatItWasMadeOf() {
        List<Entry> entries = entries(7, 5, 10);
        List<Segment> segments = Segment.of(STREAM, entries, AT);
        assertThat(segments).hasSize(1);
        assertThat(segments.get(0).first()).isEqualTo(7);
        assertThat(segments.get(0).last()).isEqualTo(11);
        assertSame(segments.get(0).entries(STREAM), entries);
    }

    @Test
    void holdsNoMoreThanAHandyNumberOfRecords() {
        List<Segment> segments = Segment.of(STREAM, entries(1, Segment.RECORDS + 1, 1), AT);
        assertThat(segments).extracting(Segment::count).containsExactly((long) Segment.RECORDS, 1L);
        assertThat(segments.get(1).first()).isEqualTo(Segment.RECORDS + 1);
    }

    @Test
    void holdsNoMoreThanAHandyNumberOfBytesUnlessOneRecordHasMore() {
        assertThat(Segment.of(STREAM, entries(1, 4, 40_000), AT)).hasSize(4);
        assertThat(Segment.of(STREAM, entries(1, 4, 30_000), AT)).hasSize(2);
        assertThat(Segment.of(STREAM, entries(1, 2, 1_000_000), AT)).hasSize(2);
    }

    @Test
    void holdsRecordsWithoutAByte() {
        List<Entry> entries = entries(1, 3, 0);
        assertSame(Segment.of(STREAM, entries, AT).get(0).entries(STREAM), entries);
    }

    @Test
    void endsBeforeTheFirstRecordThatIsNotAsItWasWritten() {
        Segment whole = Segment.of(STREAM, entries(1, 10, 20), AT).get(0);
        for (int place = 0; place < whole.data().length; place++) {
            byte[] data = whole.data().clone();
            data[place] ^= 4;
            Segment flipped = new Segment(whole.first(), whole.last(), AT, whole.marks(), data);
            assertSame(flipped.entries(STREAM), entries(1, place / 20, 20));
        }
    }

    @Test
    void believesNoMarkThatIsNotAsItWasWritten() {
        Segment whole = Segment.of(STREAM, entries(1, 10, 20), AT).get(0);
        for (int place = 0; place < whole.marks().length; place++) {
            byte[] marks = whole.marks().clone();
            marks[place] ^= (byte) 0x81;
            Segment flipped = new Segment(whole.first(), whole.last(), AT, marks, whole.data());
            assertSame(flipped.entries(STREAM), entries(1, place / 8, 20));
        }
    }

    @Test
    void servesNothingUnderOtherNumbersAnotherTimeOrAnotherStream() {
        Segment whole = Segment.of(STREAM, entries(1, 10, 20), AT).get(0);
        assertThat(new Segment(2, 11, AT, whole.marks(), whole.data()).entries(STREAM))
                .isEmpty();
        assertThat(new Segment(1, 10, AT + 1, whole.marks(), whole.data()).entries(STREAM))
                .isEmpty();
        assertThat(whole.entries("b".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void isShortOfRecordsWhenItsEndIsWrong() {
        Segment whole = Segment.of(STREAM, entries(1, 10, 20), AT).get(0);
        Segment longer = new Segment(1, 11, AT, whole.marks(), whole.data());
        assertThat((long) longer.entries(STREAM).size()).isEqualTo(10).isLessThan(longer.count());
    }

    private static List<Entry> entries(long first, int count, int bytes) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[bytes];
            for (int j = 0; j < bytes; j++) {
                data[j] = (byte) (first + i + j);
            }
            entries.add(new Entry(first + i, data));
        }
        return entries;
    }

    private static void assertSame(List<Entry> found, List<Entry> expected) {
        assertThat(found).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(expected);
    }
}
