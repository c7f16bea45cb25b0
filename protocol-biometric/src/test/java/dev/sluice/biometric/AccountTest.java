package dev.sluice.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.LocalDeviceBus;
import dev.sluice.journal.Durability;
import dev.sluice.journal.JournalSettings;
import dev.sluice.journal.MemoryJournal;
import dev.sluice.testkit.ManualScheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AccountTest {
    private final ManualScheduler scheduler = new ManualScheduler();
    private final Account account = new Account(
            "acme",
            1,
            new MemoryJournal(new JournalSettings(Durability.MEMORY, 10, Duration.ofHours(1)), scheduler, 1),
            new LocalDeviceBus(scheduler, Duration.ofSeconds(10)),
            new HashSet<>());

    @Test
    void whoFindsNoPlaceHasOneWhenAnotherLeavesBeforeItIsAsked() {
        Client older = new Client(true);
        Client newcomer = new Client(true);
        assertThat(account.enter(older)).isTrue();
        assertThat(account.enter(newcomer)).isFalse();

        account.leave(older);

        assertThat(account.replaceOneThatIsGone(newcomer)).isCompletedWithValue(true);
    }

    @Test
    void whoFindsNoPlaceHasOneWhenAnotherLeavesAfterItHasAnswered() {
        Client older = new Client(true) {
            @Override
            public CompletionStage<Boolean> isAlive() {
                account.leave(this);
                return super.isAlive();
            }
        };
        account.enter(older);

        assertThat(account.replaceOneThatIsGone(new Client(true))).isCompletedWithValue(true);
        assertThat(older.replaced).isFalse();
    }

    @Test
    void whoAnswersKeepsItsPlace() {
        Client older = new Client(true);
        account.enter(older);

        assertThat(account.replaceOneThatIsGone(new Client(true))).isCompletedWithValue(false);
        assertThat(older.replaced).isFalse();
    }

    @Test
    void whoDoesNotAnswerHasToGo() {
        Client older = new Client(false);
        account.enter(older);

        assertThat(account.replaceOneThatIsGone(new Client(true))).isCompletedWithValue(true);
        assertThat(older.replaced).isTrue();
    }

    private static class Client implements Account.Occupant {
        private final boolean answers;
        private boolean replaced;

        Client(boolean answers) {
            this.answers = answers;
        }

        @Override
        public boolean hasEnded() {
            return false;
        }

        @Override
        public CompletionStage<Boolean> isAlive() {
            return CompletableFuture.completedFuture(answers);
        }

        @Override
        public void replaced(String reason) {
            replaced = true;
        }
    }
}
