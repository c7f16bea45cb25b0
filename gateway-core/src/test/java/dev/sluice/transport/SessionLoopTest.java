package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Profile;
import dev.sluice.device.Published;
import dev.sluice.device.Status;
import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Limits.SlowReader;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.SessionHandler;
import dev.sluice.protocol.Text;
import dev.sluice.protocol.Watch;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.ManualScheduler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.IntNode;

/** A session and its event loop, which does nothing unless the test lets it. */
class SessionLoopTest {
    /** More than an inbox holds. */
    private static final int TOO_MANY = 20_000;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));
    private final SessionLoop loop = new SessionLoop(channel.eventLoop(), bus, Duration.ofSeconds(1));
    private final TransportMetrics.Line line = new TransportMetrics.Line("http", "test");
    private final Watching handler = new Watching();
    private final FakeDevice device = new FakeDevice(
            new DeviceDescriptor(new DeviceId("pi"), Profile.named("raspberry-pi"), "Pi", Map.of()), bus, scheduler);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        loop.close();
    }

    @Test
    void givesWhoeverCanDoWithTheLatestJustThatWhenItCannotKeepUp() {
        open(limits(SlowReader.CONFLATE));
        reportMany();
        channel.runPendingTasks();
        assertThat(handler.heard).isLessThan(TOO_MANY);
        assertThat(handler.closed).isEmpty();
        assertThat(loop.inbox().conflations()).isEqualTo(TOO_MANY - handler.heard);
        assertThat(loop.inbox().size()).isZero();
    }

    @Test
    void closesWhoeverMayNotMissAReadingWhenItCannotKeepUp() {
        open(limits(SlowReader.CLOSE));
        reportMany();
        channel.runPendingTasks();
        assertThat(handler.heard).isZero();
        assertThat(handler.closed).containsExactly("1013 the gateway could not keep up");
        assertThat(loop.metrics().get(line, Count.TOO_SLOW)).isEqualTo(1);
    }

    @Test
    void closesEverybodyWhenWhatMayNotBeDroppedFindsNoRoom() {
        open(limits(SlowReader.CONFLATE));
        reportMany();
        device.report(Status.WARNING, "test");
        channel.runPendingTasks();
        assertThat(handler.closed).containsExactly("1013 the gateway could not keep up");
        assertThat(loop.inbox().losses()).isEqualTo(1);
    }

    @Test
    void keepsWhoeverMayNotMissAReadingAsLongAsThereIsRoomForAll() {
        open(limits(SlowReader.CLOSE));
        for (int i = 0; i < 1000; i++) {
            device.report(Map.of("uptime", IntNode.valueOf(i)));
        }
        channel.runPendingTasks();
        assertThat(handler.heard).isEqualTo(1000);
        assertThat(handler.closed).isEmpty();
    }

    @Test
    void letsGoOfAPeerThatSaysNothingWithinAMinuteAfterTwoPings() {
        ChannelSession session = open(Limits.DEFAULT);
        long start = System.nanoTime();
        List<Integer> pings = new ArrayList<>();
        int second = 0;
        while (channel.isOpen() && second < 3600) {
            session.checkAlive(start + Duration.ofSeconds(++second).toNanos());
            channel.runPendingTasks();
            if (isPing()) {
                pings.add(second);
            }
        }
        assertThat(second).isBetween(50, 60);
        assertThat(pings).hasSize(2);
        assertThat(handler.closed).containsExactly("1006 no answer to pings");
        assertThat(loop.metrics().get(line, Count.GONE)).isEqualTo(1);
    }

    @Test
    void endsASessionWithItsCredentials() {
        channel.freezeTime();
        ChannelSession session = open(Limits.DEFAULT);
        session.endAt(scheduler.instant().plus(Duration.ofHours(30)));
        pass(Duration.ofHours(30).minusSeconds(1));
        assertThat(handler.closed).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(handler.closed).containsExactly("1008 the credentials have expired");
    }

    @Test
    void keepsASessionWhoseCredentialsAreGoodForEver() {
        channel.freezeTime();
        open(Limits.DEFAULT).endAt(Instant.MAX);
        pass(Duration.ofDays(1000));
        assertThat(handler.closed).isEmpty();
    }

    @Test
    void letsWhatWaitsForThePeerRestAsLongAsWhatWasBeforeItTook() {
        channel.freezeTime();
        ChannelSession session = open(Limits.DEFAULT);
        List<String> done = new ArrayList<>();
        session.whenWritable(() -> {
            channel.advanceTimeBy(10, TimeUnit.MILLISECONDS);
            done.add("first");
        });
        session.whenWritable(() -> done.add("second"));
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
        assertThat(done).containsExactly("first");
        pass(Duration.ofMillis(9));
        assertThat(done).containsExactly("first");
        pass(Duration.ofMillis(1));
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void forgetsNothingThatIsToBeDoneWhenItWasAskedForByWhatIsFedDuringARest() {
        channel.freezeTime();
        ChannelSession session = open(Limits.DEFAULT);
        List<String> done = new ArrayList<>();
        Consumer<List<String>> feed = session.feed(item -> session.whenWritable(() -> done.add(item)));
        session.whenWritable(() -> channel.advanceTimeBy(10, TimeUnit.MILLISECONDS));
        channel.runScheduledPendingTasks();
        feed.accept(List.of("fed"));
        channel.runPendingTasks();
        assertThat(done).isEmpty();
        pass(Duration.ofMillis(10));
        assertThat(done).containsExactly("fed");
    }

    @Test
    void tellsWhatWaitedForTheOldFilterBeforeWhatTheNewOneLetsPassAndNothingTwice() {
        ChannelSession session = open(Limits.DEFAULT);
        List<String> heard = new ArrayList<>();
        Watch watch = session.watch(DeviceFilter.of(device.id()), event -> heard.add(uptime(event)));
        report(1);
        takesNothing(true);
        report(2);
        Watch next = watch.follow(DeviceFilter.all().only(Kind.READING));
        report(3);
        watch.close(); // the new one stands for it
        next = next.follow(DeviceFilter.of(device.id()).only(Kind.READING));
        report(4);
        assertThat(heard).containsExactly("1");
        takesNothing(false);
        report(5);
        assertThat(heard).containsExactly("1", "2", "3", "4", "5");
        next.close();
        report(6);
        assertThat(heard).hasSize(5);
    }

    @Test
    void dropsWhatWaitsForAnOldFilterOnceTheWatchIsOver() {
        ChannelSession session = open(Limits.DEFAULT);
        List<String> heard = new ArrayList<>();
        Watch watch = session.watch(DeviceFilter.of(device.id()), event -> heard.add(uptime(event)));
        takesNothing(true);
        report(1);
        watch.follow(DeviceFilter.all()).close();
        takesNothing(false);
        assertThat(heard).isEmpty();
    }

    @Test
    void staysWithAFilterWhenTheWatchIsOver() {
        ChannelSession session = open(Limits.DEFAULT);
        List<String> heard = new ArrayList<>();
        Watch watch = session.watch(DeviceFilter.of(device.id()), event -> heard.add(uptime(event)));
        watch.close();
        watch.follow(DeviceFilter.all());
        report(1);
        assertThat(heard).isEmpty();
    }

    @Test
    void keepsAWatchWhenASessionThatHasEndedWatchesTheSameAndStops() {
        List<String> heard = new ArrayList<>();
        open(Limits.DEFAULT).watch(DeviceFilter.of(device.id()), event -> heard.add(uptime(event)));
        ChannelSession ended = session(Limits.DEFAULT, new Watching());
        ended.open();
        ended.close(1000, "");
        Watch watch = ended.watch(DeviceFilter.of(device.id()), event -> heard.add("too late"));
        watch.follow(DeviceFilter.of(device.id()).only(Kind.READING)).close();
        watch.close();
        report(1);
        assertThat(heard).containsExactly("1");
    }

    private static String uptime(Published event) {
        return event.device().value("uptime").orElseThrow().toString();
    }

    private void report(int uptime) {
        device.report(Map.of("uptime", IntNode.valueOf(uptime)));
        channel.runPendingTasks();
    }

    /** Whether the peer does not take what it is sent. */
    private void takesNothing(boolean stuck) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, !stuck);
        channel.runPendingTasks();
    }

    private void pass(Duration time) {
        for (Duration left = time; !left.isZero(); ) {
            Duration step = left.compareTo(Duration.ofHours(1)) < 0 ? left : Duration.ofHours(1);
            scheduler.advance(step);
            channel.advanceTimeBy(step.toMillis(), TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
            channel.runPendingTasks();
            left = left.minus(step);
        }
    }

    private boolean isPing() {
        ByteBuf out = channel.readOutbound();
        if (out == null) {
            return false;
        }
        try {
            return (out.getByte(0) & 0x0f) == 9;
        } finally {
            out.release();
        }
    }

    private static Limits limits(SlowReader policy) {
        return Limits.DEFAULT.with(limits -> limits.slowReader(policy));
    }

    private ChannelSession open(Limits limits) {
        ChannelSession session = session(limits, handler);
        channel.pipeline().addLast(session);
        session.open();
        return session;
    }

    private ChannelSession session(Limits limits, SessionHandler handling) {
        return new ChannelSession(
                new ChannelSession.Terms("1", Principal.ANONYMOUS, line, limits, handling, 0, bus, scheduler, () -> {}),
                loop,
                channel);
    }

    private void reportMany() {
        for (int i = 0; i < TOO_MANY; i++) {
            device.report(Map.of("uptime", IntNode.valueOf(i)));
        }
    }

    private static final class Watching implements SessionHandler {
        private final List<String> closed = new ArrayList<>();
        private int heard;

        @Override
        public void onOpen(Session session) {
            session.watch(DeviceFilter.all(), published -> heard++);
        }

        @Override
        public void onText(Text text) {}

        @Override
        public void onBinary(Binary message) {}

        @Override
        public void onClose(int code, String reason) {
            closed.add(code + " " + reason);
        }
    }
}
