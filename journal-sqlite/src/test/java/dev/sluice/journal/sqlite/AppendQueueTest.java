package dev.sluice.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.journal.JournalException;
import dev.sluice.journal.sqlite.AppendQueue.Append;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AppendQueueTest {
    private static final StreamState STREAM = new StreamState(1, "a", 0);

    private final AppendQueue queue = new AppendQueue();

    @Test
    void refusesMoreRecordsThanItHasRoomForUntilSomeAreTaken() throws JournalException {
        for (int i = 0; i < AppendQueue.RECORDS; i++) {
            queue.add(append(0));
        }
        assertThatThrownBy(() -> queue.add(append(0)))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("cannot keep up: 65536 records");
        assertThat(queue.take(Duration.ZERO)).hasSize(4096);
        queue.add(append(0));
    }

    @Test
    void refusesMoreBytesThanItHasRoomForUntilSomeAreTaken() throws JournalException {
        for (int i = 0; i < 64; i++) {
            queue.add(append(1 << 20));
        }
        assertThatThrownBy(() -> queue.add(append(1))).isInstanceOf(JournalException.class);
        assertThat(queue.take(Duration.ZERO)).hasSize(8);
        queue.add(append(1));
    }

    @Test
    void givesARecordThatIsLargerThanABatchByItself() throws JournalException {
        queue.add(append(20 << 20));
        queue.add(append(1));
        assertThat(queue.take(Duration.ZERO)).hasSize(1);
        assertThat(queue.take(Duration.ZERO)).hasSize(1);
        assertThat(queue.take(Duration.ZERO)).isEmpty();
    }

    @Test
    void leavesNobodyWaitingWhenNoWriterComes() throws JournalException {
        Append waiting = append(1);
        queue.add(waiting);
        queue.refuse();
        assertThat(waiting.stage()).isCompletedExceptionally();
        assertThat(queue.isFinished()).isTrue();
        assertThatThrownBy(() -> queue.add(append(1))).hasMessage("the journal is closed");
        assertThat(queue.take(Duration.ofDays(1))).isEqualTo(List.of());
    }

    private static Append append(int bytes) {
        return new Append(STREAM, new byte[bytes], new CompletableFuture<>());
    }
}
