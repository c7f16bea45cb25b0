package dev.sluice.simulator;

import dev.sluice.device.Command;
import dev.sluice.device.CommandHandler;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent.Level;
import dev.sluice.device.DeviceEvent.LogLine;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Excerpt;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import dev.sluice.device.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A simulated device's driver: registers it, hands it its commands, wakes it in time, publishes what it has to say, and
 * plays the faults that any device can have.
 *
 * <p>Commands come from any thread, the timer from the scheduler's. One lock keeps them apart and what is published in
 * order. Publishing with the lock held is safe, since listeners neither block nor publish; answers are given without it.
 */
final class SimulatedDevice implements CommandHandler, AutoCloseable {
    /** How many slow commands may wait; further ones are refused as busy. */
    static final int WAITING = 100;

    private static final Registration NOTHING = () -> {};

    private final DeviceId id;
    private final Hardware hardware;
    private final DeviceBus bus;
    private final Scheduler scheduler;
    private final IdentityHashMap<CompletableFuture<Outcome>, Registration> waiting = new IdentityHashMap<>();
    private Registration registration = NOTHING;
    private Registration timer = NOTHING;
    private Instant wakes = Instant.MIN;
    private Status told = Status.ONLINE;
    private boolean unavailable;
    private boolean failing;
    private Duration delay = Duration.ZERO;
    private Instant now;
    private boolean closed;

    SimulatedDevice(DeviceId id, Hardware hardware, DeviceBus bus, Scheduler scheduler) {
        this.id = id;
        this.hardware = hardware;
        this.bus = bus;
        this.scheduler = scheduler;
        this.now = scheduler.instant();
    }

    /**
     * Puts the device on the bus.
     *
     * @throws IllegalArgumentException if its id is taken
     */
    synchronized void start(String name) {
        registration = bus.register(new DeviceDescriptor(id, hardware.profile(), name, hardware.initial()), this);
        report();
    }

    @Override
    public CompletionStage<Outcome> handle(Command command) {
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedFuture(gone());
            }
            log(command);
            if (!delay.isZero() && !isFault(command)) {
                return later(command);
            }
        }
        return CompletableFuture.completedFuture(act(command));
    }

    /** Every command at level debug; the text is made only where the device's log has such lines. */
    private void log(Command command) {
        if (hardware.logs(Level.DEBUG)) {
            bus.publish(new LogLine(
                    id,
                    Level.DEBUG,
                    "simulator",
                    command.action() + " " + Excerpt.of(command.arguments()) + " from " + command.issuer(),
                    scheduler.instant()));
        }
    }

    private CompletionStage<Outcome> later(Command command) {
        if (waiting.size() == WAITING) {
            return CompletableFuture.completedFuture(Outcome.refused(
                    Reason.BUSY, "device " + id + ": " + WAITING + " commands are waiting (expected: fewer)"));
        }
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        waiting.put(answer, scheduler.after(delay, () -> {
            synchronized (this) {
                waiting.remove(answer);
            }
            answer.complete(act(command));
        }));
        return answer;
    }

    private synchronized Outcome act(Command command) {
        if (closed) {
            return gone();
        }
        catchUp();
        Outcome outcome = isFault(command) ? simulate(command) : carryOut(command);
        report();
        return outcome;
    }

    private Outcome simulate(Command command) {
        switch (command.action()) {
            case "simulate-unavailable" ->
                unavailable = command.arguments().path("unavailable").asBoolean();
            case "simulate-commands" -> {
                delay = Duration.ofMillis(command.arguments().path("delay-ms").asLong(0));
                failing = command.arguments().path("fail").asBoolean(false);
            }
            default -> {
                return hardware.carryOut(command);
            }
        }
        return Outcome.DONE;
    }

    private Outcome carryOut(Command command) {
        if (status() != Status.ONLINE) {
            return Outcome.refused(
                    Reason.UNAVAILABLE,
                    "device " + id + " is unavailable: " + status().name().toLowerCase(Locale.ROOT)
                            + " (expected: online)");
        }
        if (failing) {
            return Outcome.refused(Reason.FAILED, "device " + id + " failed to " + command.action() + " (simulated)");
        }
        return hardware.carryOut(command);
    }

    /** Lets the time that has passed pass for the hardware; if the clock is set back, the simulation waits for it. */
    private void catchUp() {
        Instant clock = scheduler.instant();
        now = clock.isAfter(now) ? clock : now;
        hardware.advance(now);
    }

    /**
     * Publishes what is new and sets the timer anew. A command and its report happen at one time, however long they take:
     * what the command has begun cannot be over before it was told.
     */
    private void report() {
        hardware.advance(now);
        tellStatus();
        if (told != Status.OFFLINE && told != Status.MAINTENANCE) {
            hardware.news().forEach(bus::publish);
        }
        wakeAt(hardware.wake());
    }

    /** Sets the timer, unless it is set so: most commands change nothing about what comes next. */
    private void wakeAt(Instant time) {
        if (!time.equals(wakes)) {
            wakes = time;
            timer.close();
            timer = scheduler.after(Duration.between(now, time), this::wake);
        }
    }

    private synchronized void wake() {
        if (!closed) {
            wakes = Instant.MIN;
            catchUp();
            report();
        }
    }

    private void tellStatus() {
        Status status = status();
        if (status != told) {
            String reason =
                    switch (status) {
                        case OFFLINE, WARNING, ERROR -> "simulated";
                        case MAINTENANCE -> "reboot";
                        case ONLINE -> "back";
                    };
            bus.publish(new StatusChange(id, told, status, reason, now));
            told = status;
        }
    }

    private Status status() {
        if (unavailable) {
            return Status.OFFLINE;
        }
        return hardware.status();
    }

    private static boolean isFault(Command command) {
        return command.action().startsWith("simulate-");
    }

    private Outcome gone() {
        return Outcome.refused(Reason.UNAVAILABLE, "device " + id + " has been taken off the bus");
    }

    @Override
    public void close() {
        List<CompletableFuture<Outcome>> unanswered;
        synchronized (this) {
            closed = true;
            timer.close();
            registration.close();
            waiting.values().forEach(Registration::close);
            unanswered = List.copyOf(waiting.keySet());
            waiting.clear();
        }
        unanswered.forEach(answer -> answer.complete(gone()));
    }
}
