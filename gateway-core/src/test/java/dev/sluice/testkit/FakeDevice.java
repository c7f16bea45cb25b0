package dev.sluice.testkit;

import dev.sluice.device.Attribute;
import dev.sluice.device.Command;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import dev.sluice.device.Status;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;

/** A device whose every word and answer the test decides. Commands wait until the test answers them. */
public final class FakeDevice implements AutoCloseable {
    private final DeviceDescriptor descriptor;
    private final DeviceBus bus;
    private final Scheduler scheduler;
    private final Registration registration;
    private final Queue<Pending> commands = new ArrayDeque<>();

    public FakeDevice(DeviceDescriptor descriptor, DeviceBus bus, Scheduler scheduler) {
        this.descriptor = descriptor;
        this.bus = bus;
        this.scheduler = scheduler;
        this.registration = bus.register(descriptor, this::handle);
    }

    public DeviceId id() {
        return descriptor.id();
    }

    /** Reports new values. */
    public void report(Map<String, JsonNode> values) {
        Map<String, Attribute> changed = new LinkedHashMap<>();
        values.forEach(
                (name, value) -> changed.put(name, descriptor.profile().attribute(name, value, scheduler.instant())));
        bus.publish(new DeviceEvent.Reading(id(), changed, scheduler.instant()));
    }

    public void report(Status status, String reason) {
        Status before = bus.find(id()).orElseThrow().status();
        bus.publish(new DeviceEvent.StatusChange(id(), before, status, reason, scheduler.instant()));
    }

    /** The oldest command not answered yet, or null. */
    public Command received() {
        Pending oldest = commands.peek();
        return oldest == null ? null : oldest.command;
    }

    /** Answers the oldest command. */
    public void answer(Outcome outcome) {
        commands.remove().answer.complete(outcome);
    }

    @Override
    public void close() {
        registration.close();
    }

    private CompletionStage<Outcome> handle(Command command) {
        Pending pending = new Pending(command, new CompletableFuture<>());
        commands.add(pending);
        return pending.answer;
    }

    private record Pending(Command command, CompletableFuture<Outcome> answer) {}
}
