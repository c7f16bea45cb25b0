package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceFilter;
import dev.sluice.testkit.Events;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final Events events = new Events("a", "b");
    private final Mailbox mailbox = new Mailbox(3, true);
    private final Watcher watcher = new Watcher(null, DeviceFilter.all(), published -> {});

    @Test
    void givesTheOldestFirst() {
        mailbox.add(watcher, events.status("a"));
        mailbox.add(watcher, events.reading("a", "uptime", 1));
        assertThat(mailbox.poll().published().event()).isInstanceOf(DeviceEvent.StatusChange.class);
        assertThat(mailbox.poll().published().event()).isInstanceOf(DeviceEvent.Reading.class);
        assertThat(mailbox.poll()).isNull();
        assertThat(mailbox.isEmpty()).isTrue();
    }

    @Test
    void keepsOneReadingForEachDeviceAndWatcher() {
        Watcher other = new Watcher(null, DeviceFilter.all(), published -> {});
        for (int i = 0; i < 100; i++) {
            assertThat(mailbox.add(watcher, events.reading("a", "uptime", i))).isTrue();
            assertThat(mailbox.add(watcher, events.reading("b", "uptime", i))).isTrue();
            assertThat(mailbox.add(other, events.reading("a", "uptime", i))).isTrue();
        }
        DeviceEvent.Reading reading =
                (DeviceEvent.Reading) mailbox.poll().published().event();
        assertThat(reading.device().value()).isEqualTo("a");
        assertThat(reading.changed().get("uptime").value().asInt()).isEqualTo(99);
    }

    @Test
    void keepsEveryReadingWhereTheyAreNotConflated() {
        Mailbox all = new Mailbox(2, false);
        assertThat(all.add(watcher, events.reading("a", "uptime", 1))).isTrue();
        assertThat(all.add(watcher, events.reading("a", "uptime", 2))).isTrue();
        assertThat(all.add(watcher, events.reading("a", "uptime", 3))).isFalse();
    }

    @Test
    void refusesWhatMayNotBeMergedWhenItIsFull() {
        assertThat(mailbox.add(watcher, events.status("a"))).isTrue();
        assertThat(mailbox.add(watcher, events.status("a"))).isTrue();
        assertThat(mailbox.add(watcher, events.reading("a", "uptime", 1))).isTrue();
        assertThat(mailbox.add(watcher, events.status("a"))).isFalse();
        assertThat(mailbox.add(watcher, events.reading("a", "uptime", 2))).isTrue();
    }
}
