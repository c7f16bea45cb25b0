package dev.sluice.admin;

import dev.sluice.transport.Count;
import dev.sluice.transport.Level;
import dev.sluice.transport.Refusal;
import dev.sluice.transport.TransportMetrics;
import dev.sluice.transport.TransportMetrics.Line;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.function.Supplier;

/** The transport's numbers under the names that dashboards know. */
final class TransportMeters implements MeterBinder {
    private static final String CONFLATE = "conflate";
    private static final String CLOSE = "close";
    private static final Map<Count, String> CUT_OFF = Map.of(
            Count.TOO_SLOW, "too-slow",
            Count.TOO_FAST, "too-fast",
            Count.GONE, "gone",
            Count.VIOLATIONS, "violation",
            Count.FAILED, "failed");

    private static final Map<Count, String> MAILBOX =
            Map.of(Count.EVENTS_MERGED, CONFLATE, Count.EVENTS_GIVEN_UP, CLOSE);

    private final TransportMetrics transport;

    TransportMeters(TransportMetrics transport) {
        this.transport = transport;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        transport.lines().forEach(line -> bind(registry, line));
        transport.listeners().forEach(listener -> bind(registry, listener));
        for (int loop = 0; loop < transport.loops(); loop++) {
            bind(registry, loop);
        }
        gauge(
                        "sluice.buffers.bytes",
                        transport::directMemory,
                        "Bytes held by network buffers",
                        Tags.of("area", "direct"))
                .register(registry);
        gauge("sluice.buffers.bytes", transport::heapMemory, "Bytes held by network buffers", Tags.of("area", "heap"))
                .register(registry);
    }

    private void bind(MeterRegistry registry, Line line) {
        Tags tags = Tags.of("listener", line.listener(), "protocol", line.protocol());
        gauge("sluice.connections", () -> transport.open(line), "Open sessions", tags)
                .register(registry);
        counter(registry, "sluice.handshakes.accepted", "Handshakes that became sessions", tags, line, Count.OPENED);
        String messages = "Messages, by direction";
        counter(registry, "sluice.messages", messages, tags.and("direction", "in"), line, Count.MESSAGES_IN);
        counter(registry, "sluice.messages", messages, tags.and("direction", "out"), line, Count.MESSAGES_OUT);
        String bytes = "Bytes of messages without frames, by direction";
        counter(registry, "sluice.message.bytes", bytes, tags.and("direction", "in"), line, Count.BYTES_IN);
        counter(registry, "sluice.message.bytes", bytes, tags.and("direction", "out"), line, Count.BYTES_OUT);
        String dropped = "Events that a slow reader does not get: merged into a later one, or given up with its session";
        MAILBOX.forEach((count, policy) ->
                counter(registry, "sluice.mailbox.dropped", dropped, tags.and("policy", policy), line, count));
        String cutOff = "Sessions that the gateway ended, by cause";
        CUT_OFF.forEach((count, cause) ->
                counter(registry, "sluice.sessions.cut.off", cutOff, tags.and("cause", cause), line, count));
        level(registry, "sluice.mailbox.events", "Events that wait for slow readers", tags, line, Level.MAILBOX_EVENTS);
        level(
                registry,
                "sluice.mailbox.deepest.events",
                "Events that wait for the slowest reader",
                tags,
                line,
                Level.MAILBOX_DEEPEST);
        level(
                registry,
                "sluice.outbound.waiting.bytes",
                "Bytes that wait for slow readers",
                tags,
                line,
                Level.OUTBOUND_BYTES);
    }

    private void bind(MeterRegistry registry, String listener) {
        for (Refusal reason : Refusal.values()) {
            FunctionCounter.builder("sluice.handshakes.refused", transport, t -> t.get(listener, reason))
                    .description("Connections, handshakes and requests that came to nothing, by reason")
                    .tags("listener", listener, "reason", reason.wireName())
                    .register(registry);
        }
    }

    private void bind(MeterRegistry registry, int loop) {
        Tags tags = Tags.of("loop", Integer.toString(loop));
        String lag = "By how much the event loop was late at worst, in the last quarter of a minute";
        gauge("sluice.event.loop.lag.seconds", () -> transport.lagNanos(loop) / 1e9, lag, tags)
                .register(registry);
        gauge("sluice.inbox.events", () -> transport.inboxEvents(loop), "Events that wait for the event loop", tags)
                .register(registry);
        inboxDropped(registry, tags.and("policy", CONFLATE), () -> transport.inboxConflations(loop));
        inboxDropped(registry, tags.and("policy", CLOSE), () -> transport.inboxLosses(loop));
        gauge("sluice.event.loop.pending.tasks", () -> transport.pendingTasks(loop), "Tasks that wait for it", tags)
                .register(registry);
    }

    private void inboxDropped(MeterRegistry registry, Tags tags, Supplier<Long> value) {
        FunctionCounter.builder("sluice.inbox.dropped", transport, t -> value.get())
                .description("Events for which the event loop had no room: readings merged into later ones, others lost")
                .tags(tags)
                .register(registry);
    }

    private void counter(MeterRegistry registry, String name, String description, Tags tags, Line line, Count what) {
        FunctionCounter.builder(name, transport, t -> t.get(line, what))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private void level(MeterRegistry registry, String name, String description, Tags tags, Line line, Level what) {
        gauge(name, () -> transport.get(line, what), description, tags).register(registry);
    }

    private static Gauge.Builder<?> gauge(String name, Supplier<Number> value, String description, Tags tags) {
        return Gauge.builder(name, value).description(description).tags(tags);
    }
}
