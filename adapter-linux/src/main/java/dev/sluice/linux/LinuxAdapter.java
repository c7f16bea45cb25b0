package dev.sluice.linux;

import dev.sluice.device.Adapter;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The adapter: a {@link LinuxBoard} and its threads. Started and closed by one thread, the daemon's. */
final class LinuxAdapter implements Adapter {
    /** How many commands may wait; further ones are refused as busy. */
    static final int WAITING = 100;

    private final LinuxConfig config;
    private final Kernel kernel;
    private final Duration programLimit;
    private final Deque<Runnable> closing = new ArrayDeque<>();

    /**
     * An adapter that has not been started.
     *
     * @param programLimit how long a program that asks the firmware may take
     */
    LinuxAdapter(LinuxConfig config, Kernel kernel, Duration programLimit) {
        this.config = config;
        this.kernel = kernel;
        this.programLimit = programLimit;
    }

    @Override
    public void start(DeviceBus bus, Scheduler scheduler) {
        ThreadPoolExecutor measuring = thread("sluice-linux-" + config.id(), 1);
        measuring.setRejectedExecutionHandler((task, executor) -> {
            // closed between the timer and this: nothing is measured any more. There is never a second that waits.
        });
        ThreadPoolExecutor commanding = thread("sluice-linux-" + config.id() + "-pins", WAITING);
        closing.push(measuring::shutdownNow); // a program that is waited for is ended
        closing.push(commanding::shutdown); // commands that wait are refused by the board that is closed
        Firmware firmware = Firmware.of(config.firmware(), config.root(), kernel, programLimit, scheduler);
        LinuxBoard board = new LinuxBoard(
                config,
                new HostValues(config.root(), firmware),
                new PinBanks(config, kernel),
                bus,
                scheduler,
                measuring,
                commanding);
        closing.push(board::close);
        try {
            board.start();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static ThreadPoolExecutor thread(String name, int waiting) {
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
