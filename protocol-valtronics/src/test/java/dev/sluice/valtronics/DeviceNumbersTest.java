package dev.sluice.valtronics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.journal.Durability;
import dev.sluice.journal.Journal;
import dev.sluice.journal.JournalSettings;
import dev.sluice.journal.MemoryJournal;
import dev.sluice.testkit.ManualScheduler;
import dev.sluice.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceNumbersTest {
    private static final DeviceId ONE = new DeviceId("one");
    private static final DeviceId TWO = new DeviceId("two");
    private static final DeviceId THREE = new DeviceId("three");

    private final Journal journal = new MemoryJournal(
            new JournalSettings(Durability.MEMORY, 100, Duration.ofHours(24)), new ManualScheduler(), 1);

    @Test
    void givesTheLowestFreeNumberAndKeepsItOverARestart() {
        DeviceNumbers first = new DeviceNumbers(Map.of(), journal);
        assertThat(first.of(ONE)).isEqualTo(1);
        assertThat(first.of(TWO)).isEqualTo(2);
        assertThat(first.of(ONE)).isEqualTo(1);

        DeviceNumbers second = new DeviceNumbers(Map.of(), journal);
        assertThat(second.of(THREE)).isEqualTo(3);
        assertThat(second.of(TWO)).isEqualTo(2);
        assertThat(second.of(ONE)).isEqualTo(1);
    }

    @Test
    void prefersWhatIsConfiguredToWhatIsRemembered() {
        new DeviceNumbers(Map.of(), journal).of(ONE);
        DeviceNumbers configured = new DeviceNumbers(Map.of(TWO, 1L), journal);
        assertThat(configured.of(TWO)).isEqualTo(1);
        assertThat(configured.of(ONE)).isEqualTo(2);
        assertThat(configured.owner(1)).contains(TWO);
        assertThat(configured.owner(3)).isEmpty();
    }

    @Test
    void givesACertainNumberOnlyIfItIsFree() {
        DeviceNumbers numbers = new DeviceNumbers(Map.of(ONE, 7L), journal);
        assertThat(numbers.claim(TWO, 7)).isFalse();
        assertThat(numbers.claim(TWO, 8)).isTrue();
        assertThat(numbers.claim(TWO, 8)).isTrue();
        assertThat(numbers.claim(TWO, 9)).isFalse();
        assertThat(new DeviceNumbers(Map.of(), journal).of(TWO)).isEqualTo(8);
    }

    @Test
    void startsAnewIfTheRecordCannotBeRead() {
        journal.append(DeviceNumbers.STREAM, "{".getBytes(StandardCharsets.UTF_8));
        assertThat(new DeviceNumbers(Map.of(), journal).of(ONE)).isEqualTo(1);
    }

    @Test
    void writesItDownAgainEveryHourSoThatRetentionDoesNotRemoveIt() {
        Stage stage = Sensors.stage();
        long before = stage.journal().last(DeviceNumbers.STREAM);
        stage.scheduler().advance(Duration.ofDays(7));
        assertThat(stage.journal().last(DeviceNumbers.STREAM)).isGreaterThan(before);
        DeviceNumbers later = new DeviceNumbers(Map.of(), stage.journal());
        assertThat(later.of(new DeviceId("cellar"))).isEqualTo(6);
        assertThat(Metrics.has(Profile.named("valve"))).isTrue();
    }
}
