package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Published;
import dev.sluice.testkit.Events;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Events events = new Events("a", "b");
    private final Inbox inbox = new Inbox(2);

    @Test
    void keepsOrderAndSaysWhenSomebodyMustCome() {
        Published one = events.reading("a", "uptime", 1);
        Published two = events.status("a");
        assertThat(inbox.offer(one)).isTrue();
        assertThat(inbox.offer(two)).isFalse();
        assertThat(inbox.take()).isEqualTo(new Inbox.Batch(List.of(one, two), Set.of(), Set.of()));
        assertThat(inbox.offer(one)).isTrue();
    }

    @Test
    void mergesReadingsPerDeviceWhenItIsFull() {
        inbox.offer(events.reading("a", "uptime", 1));
        inbox.offer(events.reading("a", "uptime", 2));
        inbox.offer(events.reading("a", "uptime", 3));
        inbox.offer(events.reading("b", "uptime", 4));
        inbox.offer(events.reading("a", "memory-free", 5));
        Inbox.Batch batch = inbox.take();
        assertThat(batch.events()).hasSize(4);
        assertThat(batch.lost()).isEmpty();
        assertThat(batch.conflated())
                .as("of b, one waits and nothing is missing")
                .containsExactly(new SessionLoop.Topic(new DeviceId("a"), DeviceEvent.Kind.READING));
        DeviceEvent.Reading merged = (DeviceEvent.Reading) batch.events().get(2).event();
        assertThat(merged.changed().get("uptime").value().asInt()).isEqualTo(3);
        assertThat(merged.changed().get("memory-free").value().asInt()).isEqualTo(5);
    }

    @Test
    void notesOfWhichDeviceItLostAnEventThatMayNotBeDropped() {
        inbox.offer(events.reading("a", "uptime", 1));
        inbox.offer(events.reading("a", "uptime", 2));
        inbox.offer(events.status("b"));
        Inbox.Batch batch = inbox.take();
        assertThat(batch.events()).hasSize(2);
        assertThat(batch.lost())
                .containsExactly(new SessionLoop.Topic(new DeviceId("b"), DeviceEvent.Kind.STATUS_CHANGE));
        assertThat(inbox.take().lost()).isEmpty();
    }

    @Test
    void countsWhatWaitsAndWhatWasDropped() {
        for (int i = 0; i < 5; i++) {
            inbox.offer(events.reading("a", "uptime", i));
        }
        inbox.offer(events.status("a"));
        assertThat(inbox.size()).isEqualTo(3);
        assertThat(inbox.conflations()).isEqualTo(2);
        assertThat(inbox.losses()).isEqualTo(1);
        inbox.take();
        assertThat(inbox.size()).isZero();
        assertThat(inbox.conflations()).isEqualTo(2);
    }
}
