package dev.sluice.benchmarks;

import dev.sluice.benchmarks.MqttBridge.Watched;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Messages to a broker at a fixed rate, whether or not anybody keeps up, and subscribers of every protocol to whom Sluice brings
 * them. A delivery's latency counts from when its message was due; Endrpi's from its question. The generator's thread.
 */
final class MqttLoad implements Traffic, AutoCloseable {
    private static final int OUTPUT = 64 * 1024;
    private static final int LONGEST_PACKET = 64;
    private static final int MOST_QUESTIONS = 1024;
    private static final long QUESTION_NANOS = 10_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final ClientLoop loop = new ClientLoop(this);
    private final SocketChannel broker;
    private final BareSubscriber bare;
    private final ByteBuffer output = ByteBuffer.allocateDirect(OUTPUT);
    private final ByteBuffer question = ClientFrame.texts("{\"action\":\"READ_TEMPERATURE\"}", 1);
    private final Times asked = new Times(Watched.values().length * MqttBridge.SUBSCRIBERS, MOST_QUESTIONS);
    private final Map<Watched, Ear> ears = new EnumMap<>(Watched.class);
    private final List<Connection> connections = new ArrayList<>();
    private final List<List<String>> introductions = new ArrayList<>();
    private final BitSet heard = new BitSet();
    private long next; // numbers count all messages since the start
    private long bareInTime;
    private long ownInTime;
    private long first;
    private long began;
    private long interval = 1;
    private long lastHeard;
    private long nextQuestion;
    private int questions;

    private MqttLoad(MqttBroker target, BareSubscriber bare) throws IOException {
        this.bare = bare;
        broker = SocketChannel.open(target.address());
        broker.write(MqttPackets.connect("bench-publisher"));
        for (Watched protocol : Watched.values()) {
            ears.put(protocol, new Ear(protocol.number(), new Histogram()));
        }
    }

    /** Only messages to the broker. */
    static MqttLoad open(MqttBroker broker, BareSubscriber bare) throws IOException {
        return new MqttLoad(broker, bare);
    }

    /** Connects the subscribers. */
    static MqttLoad open(MqttBroker broker, BareSubscriber bare, Server server)
            throws IOException, InterruptedException {
        MqttLoad load = new MqttLoad(broker, bare);
        for (Watched protocol : Watched.values()) {
            for (int i = 0; i < MqttBridge.SUBSCRIBERS; i++) {
                load.introductions.add(protocol.introduction(server, i));
                load.connections.addAll(load.loop.open(protocol.target(server, i), 1));
            }
        }
        return load;
    }

    @Override
    public void opened(Connection connection, long now) throws IOException {
        for (String text : introductions.get(connection.number())) {
            Telemetry.send(connection, text);
        }
    }

    /** Publishes for a while, and waits until all of it has arrived; what was measured before is forgotten. */
    void run(Duration time, int rate) throws IOException {
        ears.values().forEach(ear -> ear.latencies.clear());
        interval = Duration.ofSeconds(1).toNanos() / rate;
        long count = time.toNanos() / interval;
        long bareBefore = bare.taken();
        first = next;
        began = System.nanoTime();
        nextQuestion = began;
        while (next < first + count) {
            long now = System.nanoTime();
            while (next < first + count && due(next) <= now && output.remaining() > LONGEST_PACKET) {
                output.put(MqttPackets.publish(MqttBridge.topic(next), Long.toString(next)));
                next++;
            }
            flush();
            ask(now);
            loop.poll(0);
        }
        bareInTime = bare.taken() - bareBefore;
        ownInTime = ear(Watched.VALTRONICS).latencies.count();
        drain();
    }

    /** Until the bare subscriber has everything, and the others have been quiet for a while: they may leave something out. */
    private void drain() throws IOException {
        lastHeard = System.nanoTime();
        long end = lastHeard + PATIENCE.toNanos();
        while (bare.taken() < next || System.nanoTime() - lastHeard < QUIET.toNanos()) {
            loop.poll(10);
            if (System.nanoTime() > end) {
                throw new IOException("bare subscriber: has " + bare.taken() + " messages (expected: " + next
                        + ", and all others quiet within " + PATIENCE.toSeconds() + " s)");
            }
        }
    }

    private long due(long number) {
        return began + (number - first) * interval;
    }

    private void flush() throws IOException {
        output.flip();
        while (output.hasRemaining()) {
            broker.write(output);
        }
        output.clear();
    }

    private void ask(long now) throws IOException {
        for (; !connections.isEmpty() && nextQuestion <= now; nextQuestion += QUESTION_NANOS) {
            int number = Watched.ENDRPI.firstConnection() + questions++ % MqttBridge.SUBSCRIBERS;
            asked.add(number, nextQuestion);
            connections.get(number).send(question.rewind());
        }
    }

    @Override
    public void message(Connection connection, ByteBuffer buffer, int offset, int length, long now) {
        Watched protocol = Watched.of(connection.number());
        long number = ear(protocol).number.in(buffer, offset, length);
        lastHeard = now; // also of what was published before: nobody is quiet who is still at that
        if (protocol == Watched.ENDRPI) {
            heard(connection, protocol, now - asked.removeOldest(connection.number()));
        } else if (number >= first && number < next) {
            heard(connection, protocol, now - due(number));
        }
    }

    private void heard(Connection connection, Watched protocol, long nanos) {
        heard.set(connection.number());
        ear(protocol).latencies.record(Math.max(0, nanos));
    }

    /** Whether everybody has heard something: else figures would be those of fewer subscribers. */
    void requireAllHeard() throws IOException {
        List<Watched> deaf = connections.stream()
                .map(Connection::number)
                .filter(number -> !heard.get(number))
                .map(Watched::of)
                .toList();
        if (!deaf.isEmpty()) {
            throw new IOException("subscribers that heard nothing: " + deaf.size() + ", the first is " + deaf.get(0)
                    + " (expected: none)");
        }
    }

    /** What the last run measured. */
    Histogram latencies(Watched protocol) {
        return ear(protocol).latencies;
    }

    private Ear ear(Watched protocol) {
        return Optional.ofNullable(ears.get(protocol)).orElseThrow();
    }

    /** What is heard of one protocol. */
    private record Ear(NumberAfter number, Histogram latencies) {}

    /** How many messages the last run has published. */
    long published() {
        return next - first;
    }

    /** How many of them the bare subscriber had when the last one was sent. */
    long bareInTime() {
        return bareInTime;
    }

    /** How many of those of valves Valtronics' subscribers had then. */
    long ownInTime() {
        return ownInTime;
    }

    /** How many of them were of valves: each of these is for one Valtronics subscriber. */
    long ofValves() {
        long count = 0;
        for (long number = first; number < next; number++) {
            count += MqttBridge.isOfAValve(number) ? 1 : 0;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        loop.close();
        broker.close();
    }
}
