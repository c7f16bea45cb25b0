package dev.sluice.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.JournalContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryJournalTest extends JournalContract {
    @Override
    protected Journal open(JournalSettings settings) {
        return MemoryJournal.startingNow(settings, clock);
    }

    @Override
    protected Durability durability() {
        return Durability.MEMORY;
    }

    @Test
    void beginsAboveTheNumbersOfTheProcessBeforeIt() throws JournalException {
        Journal before = journal();
        appendAll(before, "a", 500);
        clock.advance(Duration.ofMillis(1));
        assertThat(appended(journal(), "a", "first")).isGreaterThan(before.last("a"));
    }
}
