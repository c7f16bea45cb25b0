package dev.sluice.example;

import dev.sluice.device.Adapter;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A fan and the thread that talks to it. Started and closed by the daemon, perhaps several times, never at once. */
final class FanAdapter implements Adapter {
    /** Commands and measurements that may wait; more are refused. */
    private static final int WAITING = 100;

    private final DeviceId id;
    private final Path directory;
    private final Duration interval;
    private final Deque<Runnable> closing = new ArrayDeque<>();

    FanAdapter(DeviceId id, Path directory, Duration interval) {
        this.id = id;
        this.directory = directory;
        this.interval = interval;
    }

    @Override
    public void start(DeviceBus bus, Scheduler scheduler) {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                task -> new Thread(task, "sluice-fan-" + id));
        closing.push(thread::shutdown);
        Fan fan = new Fan(id, directory, interval, bus, scheduler, thread);
        closing.push(fan::close);
        fan.start();
    }

    @Override
    public void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
