package dev.sluice.example;

import dev.sluice.device.Attribute;
import dev.sluice.device.Command;
import dev.sluice.device.CommandHandler;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Profile;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import dev.sluice.device.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import tools.jackson.databind.node.IntNode;

/**
 * The device. Files are read and written on its own thread, as they may be slow; {@link #handle} comes on event loops and only
 * hands over. The lock keeps what is told of the fan in order, and ends it at {@link #close}.
 */
final class Fan implements CommandHandler, AutoCloseable {
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    private static final String PROFILE = """
            attributes:
              speed: {type: integer, unit: rpm, min: 0, description: How fast it turns}
            actions:
              set-power:
                description: Set how much power the fan gets
                arguments:
                  percent: {type: integer, unit: "%", min: 0, max: 100, required: true}
            """;

    private final DeviceId id;
    private final Path directory;
    private final Duration interval;
    private final DeviceBus bus;
    private final Scheduler scheduler;
    private final Executor thread;
    private final Profile profile =
            Profile.read("fan", new ByteArrayInputStream(PROFILE.getBytes(StandardCharsets.UTF_8)));
    private Registration registration = () -> {};
    private Registration timer = () -> {};
    private Status status = Status.ONLINE;
    private Duration retry;
    private boolean closed;

    Fan(DeviceId id, Path directory, Duration interval, DeviceBus bus, Scheduler scheduler, Executor thread) {
        this.id = id;
        this.directory = directory;
        this.interval = interval;
        this.bus = bus;
        this.scheduler = scheduler;
        this.thread = thread;
        this.retry = interval;
    }

    /** Throws if the id is taken; whether the hardware is there turns out later. */
    synchronized void start() {
        registration = bus.register(new DeviceDescriptor(id, profile, "Fan", Map.of()), this);
        timer = scheduler.after(Duration.ZERO, () -> thread.execute(this::measure));
    }

    private void measure() {
        try {
            int speed = Integer.parseInt(
                    Files.readString(directory.resolve("fan1_input")).strip());
            measured(speed);
        } catch (IOException | NumberFormatException e) {
            lost(e);
        }
    }

    private synchronized void measured(int speed) {
        if (closed) {
            return;
        }
        tell(Status.ONLINE, "back");
        Instant now = scheduler.instant();
        Attribute value = profile.attribute("speed", IntNode.valueOf(speed), now);
        bus.publish(new Reading(id, Map.of("speed", value), now));
        retry = interval;
        next(interval);
    }

    private synchronized void lost(Exception cause) {
        if (closed) {
            return;
        }
        tell(Status.OFFLINE, cause.toString());
        next(retry);
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
    }

    private void tell(Status now, String reason) {
        if (now != status) {
            bus.publish(new StatusChange(id, status, now, reason, scheduler.instant()));
            status = now;
        }
    }

    private void next(Duration delay) {
        timer.close();
        timer = scheduler.after(delay, () -> thread.execute(this::measure));
    }

    @Override
    public CompletionStage<Outcome> handle(Command command) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> setPower(command.arguments().path("percent").asInt()), thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    Outcome.refused(Reason.BUSY, "device " + id + ": too many commands are waiting"));
        }
    }

    private Outcome setPower(int percent) {
        try {
            Files.writeString(directory.resolve("pwm1"), Integer.toString(percent * 255 / 100));
            return Outcome.DONE;
        } catch (IOException e) {
            lost(e);
            return Outcome.refused(Reason.UNAVAILABLE, "device " + id + ": " + e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        timer.close();
        registration.close();
    }
}
