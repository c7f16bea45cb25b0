package dev.sluice.journal;

import dev.sluice.config.Config;
import java.time.Duration;

/**
 * How a journal keeps records.
 *
 * @param durability what an accepted record survives
 * @param records most records kept per stream; the oldest go first
 * @param age how long a record is kept
 */
public record JournalSettings(Durability durability, int records, Duration age) {
    /** Reads the section {@code journal}. */
    public static JournalSettings read(Config journal) {
        Config retention = journal.section("retention");
        return new JournalSettings(
                journal.choice("durability", Durability.DISK),
                retention.integer("records", 100_000, 1, 100_000_000),
                retention.duration("age", Duration.ofHours(24), Duration.ofSeconds(1), Duration.ofDays(3650)));
    }
}
