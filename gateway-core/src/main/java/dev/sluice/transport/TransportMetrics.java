package dev.sluice.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.util.ArrayList;
import java.util.List;

/**
 * What the transport has counted since it started: plain numbers, for whoever publishes them. Each is kept by the event loop
 * where it happens and added up when somebody asks. Safe for use by any thread.
 */
public final class TransportMetrics {
    private volatile List<Line> lines = List.of();
    private volatile List<String> listeners = List.of();
    private volatile List<SessionLoop> loops = List.of();

    TransportMetrics() {}

    /**
     * Where sessions of a protocol come in.
     *
     * @param listener the listener's name
     */
    public record Line(String listener, String protocol) {}

    void begin(List<SessionLoop> all) {
        loops = List.copyOf(all);
    }

    /** Adds what one more listener serves; called by the thread that starts the transport. */
    void add(String listener, Iterable<String> protocols) {
        List<Line> more = new ArrayList<>(lines);
        protocols.forEach(protocol -> more.add(new Line(listener, protocol)));
        lines = List.copyOf(more);
        List<String> names = new ArrayList<>(listeners);
        names.add(listener);
        listeners = List.copyOf(names);
    }

    /** One of {@link #lines}. */
    Line line(String listener, String protocol) {
        Line wanted = new Line(listener, protocol);
        return lines.stream().filter(wanted::equals).findFirst().orElse(wanted);
    }

    /** Every pair that there can be; known once the transport has started. */
    public List<Line> lines() {
        return lines;
    }

    /** Names of the listeners; known once the transport has started. */
    public List<String> listeners() {
        return listeners;
    }

    public long get(Line line, Count what) {
        return loops.stream().mapToLong(loop -> loop.metrics().get(line, what)).sum();
    }

    public long get(Line line, Level what) {
        var all = loops.stream().mapToLong(loop -> loop.metrics().get(line, what));
        return what == Level.MAILBOX_DEEPEST ? all.max().orElse(0) : all.sum();
    }

    /** Sessions that are open now. */
    public long open(Line line) {
        return get(line, Count.OPENED) - get(line, Count.ENDED);
    }

    public long get(String listener, Refusal reason) {
        return loops.stream()
                .mapToLong(loop -> loop.metrics().get(listener, reason))
                .sum();
    }

    /** How many event loops there are. */
    public int loops() {
        return loops.size();
    }

    /** By how much an event loop was late at worst, in the last quarter of a minute, in nanoseconds. */
    public long lagNanos(int loop) {
        return loops.get(loop).metrics().lag();
    }

    /** Tasks that wait for an event loop. */
    public int pendingTasks(int loop) {
        return loops.get(loop).eventLoop() instanceof SingleThreadEventExecutor executor ? executor.pendingTasks() : 0;
    }

    /** Events that wait for an event loop. */
    public int inboxEvents(int loop) {
        return loops.get(loop).inbox().size();
    }

    /** Readings merged into later ones because an event loop could not keep up. */
    public long inboxConflations(int loop) {
        return loops.get(loop).inbox().conflations();
    }

    /** Other events that found no room because an event loop could not keep up; whoever missed them has been closed. */
    public long inboxLosses(int loop) {
        return loops.get(loop).inbox().losses();
    }

    /** Bytes that buffers hold outside the heap. */
    public long directMemory() {
        return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedDirectMemory()
                : 0;
    }

    /** Bytes that buffers hold in the heap. */
    public long heapMemory() {
        return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedHeapMemory()
                : 0;
    }
}
