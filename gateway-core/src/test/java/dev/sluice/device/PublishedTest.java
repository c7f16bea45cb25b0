package dev.sluice.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.IntNode;

class PublishedTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final DeviceId ID = new DeviceId("meter-1");

    @Test
    void aFormIsMadeOnceForEachKey() {
        Published published = reading(ID, NOON, Map.of("a", 1));
        AtomicInteger made = new AtomicInteger();

        String first = published.form("text", p -> "made " + made.incrementAndGet());
        String again = published.form("text", p -> "made " + made.incrementAndGet());
        String other = published.form("other", p -> "made " + made.incrementAndGet());

        assertThat(first).isEqualTo("made 1").isSameAs(again);
        assertThat(other).isEqualTo("made 2");
    }

    @Test
    void aFormMayBeBuiltOnAnother() {
        Published published = reading(ID, NOON, Map.of("a", 1));

        String outer = published.form("outer", p -> p.<String>form("inner", q -> "inner") + " in outer");

        assertThat(outer).isEqualTo("inner in outer");
        assertThat(published.<String>form("inner", p -> "made again")).isEqualTo("inner");
        assertThat(published.<String>form("outer", p -> "made again")).isEqualTo("inner in outer");
    }

    @Test
    void aFormThatFailedIsTriedAgain() {
        Published published = reading(ID, NOON, Map.of("a", 1));

        assertThatThrownBy(() -> published.form("text", p -> {
                    throw new IllegalStateException("no luck");
                }))
                .hasMessage("no luck");
        assertThat(published.<String>form("text", p -> "made")).isEqualTo("made");
    }

    @Test
    void aFormIsMadeOnceUnderContention() throws Exception {
        int threads = 8;
        int rounds = 500;
        AtomicInteger made = new AtomicInteger();
        List<Published> events = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            events.add(reading(ID, NOON, Map.of("a", round)));
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier together = new CyclicBarrier(threads);
            List<Future<List<Object>>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                running.add(pool.submit(() -> {
                    List<Object> seen = new ArrayList<>();
                    together.await();
                    for (Published event : events) {
                        seen.add(event.form("text", p -> "made " + made.incrementAndGet()));
                    }
                    return seen;
                }));
            }
            List<Object> first = running.get(0).get(30, TimeUnit.SECONDS);
            for (Future<List<Object>> other : running) {
                assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo(first);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(made).hasValue(rounds);
    }

    @Test
    void mergesReadingsSoThatTheNewestValuesWin() {
        Published older = reading(ID, NOON, Map.of("a", 1, "b", 2));
        Published newer = reading(ID, NOON.plusSeconds(1), Map.of("b", 3, "c", 4));

        Published merged = older.merge(newer);

        DeviceEvent.Reading reading = (DeviceEvent.Reading) merged.event();
        assertThat(reading.at()).isEqualTo(NOON.plusSeconds(1));
        assertThat(merged.device()).isSameAs(newer.device());
        assertThat(values(reading)).isEqualTo(Map.of("a", 1, "b", 3, "c", 4));
    }

    @Test
    void mergingDoesNotCarryFormsOver() {
        Published older = reading(ID, NOON, Map.of("a", 1));
        Published newer = reading(ID, NOON, Map.of("a", 2));
        older.form("text", p -> "older");
        newer.form("text", p -> "newer");

        assertThat(older.merge(newer).<String>form("text", p -> "merged")).isEqualTo("merged");
    }

    @Test
    void mergesNothingButReadingsOfOneDevice() {
        Published reading = reading(ID, NOON, Map.of("a", 1));
        Published elsewhere = reading(new DeviceId("meter-2"), NOON, Map.of("a", 1));
        Published status = new Published(
                new DeviceEvent.StatusChange(ID, Status.ONLINE, Status.OFFLINE, "", NOON), reading.device());

        assertThatIllegalArgumentException().isThrownBy(() -> reading.merge(elsewhere));
        assertThatIllegalArgumentException().isThrownBy(() -> reading.merge(status));
        assertThatIllegalArgumentException().isThrownBy(() -> status.merge(reading));
    }

    private static Published reading(DeviceId id, Instant at, Map<String, Integer> values) {
        Map<String, Attribute> changed = new LinkedHashMap<>();
        values.forEach((name, value) -> changed.put(name, new Attribute(IntNode.valueOf(value), "", at)));
        Profile profile = new Profile("meter", Map.of(), Map.of());
        Device device = new Device(id, profile, "Meter", Status.ONLINE, changed, at);
        return new Published(new DeviceEvent.Reading(id, changed, at), device);
    }

    private static Map<String, Integer> values(DeviceEvent.Reading reading) {
        Map<String, Integer> values = new LinkedHashMap<>();
        reading.changed()
                .forEach((name, attribute) -> values.put(name, attribute.value().intValue()));
        return values;
    }
}
