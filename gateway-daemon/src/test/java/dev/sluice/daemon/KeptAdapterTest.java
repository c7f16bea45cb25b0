package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.Adapter;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Scheduler;
import dev.sluice.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class KeptAdapterTest {
    private final ManualScheduler scheduler = new ManualScheduler();
    private final LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));
    private final Stubborn stubborn = new Stubborn();
    private final KeptAdapter kept = new KeptAdapter(stubborn, bus, scheduler);

    @Test
    void isStartedAgainUntilItRuns() {
        stubborn.failures.add(new IllegalArgumentException("device pi is already registered"));
        stubborn.failures.add(new IllegalStateException("no chip"));
        stubborn.failures.add(new UnsatisfiedLinkError("no library"));
        kept.start();
        assertThat(kept.problem()).contains("device pi is already registered");
        scheduler.advance(Duration.ofSeconds(1));
        assertThat(kept.problem()).contains("java.lang.IllegalStateException: no chip");
        scheduler.advance(Duration.ofSeconds(2));
        scheduler.advance(Duration.ofSeconds(4));

        assertThat(kept.problem()).isEmpty();
        assertThat(stubborn.calls).containsExactly("start", "close", "start", "close", "start", "close", "start");
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void isTriedMoreRarelyUpToOnceAMinute() {
        for (int i = 0; i < 100; i++) {
            stubborn.failures.add(new IllegalStateException("no chip"));
        }
        kept.start();
        scheduler.advance(Duration.ofSeconds(1 + 2 + 4 + 8 + 16 + 32 + 60 + 60));
        assertThat(stubborn.failures).hasSize(100 - 9);
    }

    @Test
    void isNotTriedAfterTheEnd() {
        stubborn.failures.add(new IllegalStateException("no chip"));
        kept.start();
        kept.close();

        assertThat(scheduler.pending()).isZero();
        assertThat(stubborn.calls).containsExactly("start", "close", "close");
    }

    /** Fails as often as it is told to. */
    private static final class Stubborn implements Adapter {
        private final Queue<Throwable> failures = new ArrayDeque<>();
        private final List<String> calls = new ArrayList<>();

        @Override
        public void start(DeviceBus bus, Scheduler scheduler) {
            calls.add("start");
            Throwable failure = failures.poll();
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            if (failure instanceof Error error) {
                throw error;
            }
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
