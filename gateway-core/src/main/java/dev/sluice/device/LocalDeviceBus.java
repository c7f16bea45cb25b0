package dev.sluice.device;

import dev.sluice.device.Outcome.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bus inside one process. Devices live in memory; each one's events are told in order under its own short lock. */
public final class LocalDeviceBus implements DeviceBus {
    private static final Logger log = LoggerFactory.getLogger(LocalDeviceBus.class);

    private final Map<DeviceId, Owned> devices = new ConcurrentHashMap<>();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    /** Held while a device comes or goes, so that one owner's end is told before the next one's beginning. */
    private final Object registering = new Object();

    private final Scheduler scheduler;
    private final Duration commandTimeout;

    /**
     * An empty bus.
     *
     * @param commandTimeout after which a command without an answer is refused with {@link Reason#TIMEOUT}
     */
    public LocalDeviceBus(Scheduler scheduler, Duration commandTimeout) {
        this.scheduler = scheduler;
        this.commandTimeout = commandTimeout;
    }

    @Override
    public Optional<Device> find(DeviceId id) {
        Owned owned = devices.get(id);
        return owned == null ? Optional.empty() : Optional.of(owned.device);
    }

    @Override
    public List<Device> list(Predicate<Device> filter) {
        return devices.values().stream()
                .map(owned -> owned.device)
                .filter(filter)
                .sorted(Comparator.comparing(device -> device.id().value()))
                .toList();
    }

    @Override
    public Registration register(DeviceDescriptor descriptor, CommandHandler owner) {
        Owned owned = new Owned(firstSnapshot(descriptor), owner);
        synchronized (registering) {
            if (devices.putIfAbsent(descriptor.id(), owned) != null) {
                throw new IllegalArgumentException("device " + descriptor.id() + " is already registered");
            }
            owned.tell(new DeviceEvent.StatusChange(
                    descriptor.id(), Status.OFFLINE, Status.ONLINE, "registered", scheduler.instant()));
        }
        return () -> unregister(descriptor.id(), owned);
    }

    private Device firstSnapshot(DeviceDescriptor descriptor) {
        Profile profile = descriptor.profile();
        Instant now = scheduler.instant();
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        descriptor.initial().forEach((name, value) -> attributes.put(name, profile.attribute(name, value, now)));
        profile.attributes().forEach((name, spec) -> {
            if (spec.required() && !attributes.containsKey(name)) {
                throw new IllegalArgumentException("device " + descriptor.id() + ": no value for attribute " + name
                        + " (expected: " + spec.expected() + ", as profile " + profile.kind() + " requires)");
            }
        });
        return new Device(descriptor.id(), profile, descriptor.name(), Status.ONLINE, attributes, now);
    }

    private void unregister(DeviceId id, Owned owned) {
        synchronized (registering) {
            if (devices.remove(id, owned)) {
                owned.end();
            }
        }
    }

    @Override
    public void publish(DeviceEvent event) {
        Owned owned = devices.get(event.device());
        if (owned == null) {
            log.debug("dropped event of unregistered device {}", event.device());
            return;
        }
        if (event instanceof DeviceEvent.Reading reading) {
            owned.device.profile().check(reading);
        }
        owned.tell(event);
    }

    @Override
    public Registration subscribe(DeviceFilter filter, Consumer<Published> listener) {
        Subscription subscription = new Subscription(filter, listener);
        subscriptions.add(subscription);
        return () -> subscriptions.remove(subscription);
    }

    @Override
    public CompletionStage<Outcome> invoke(Command command) {
        Owned owned = devices.get(command.device());
        if (owned == null) {
            return refused(Reason.NO_SUCH_DEVICE, "no device " + command.device());
        }
        ActionSpec action = owned.device.profile().actions().get(command.action());
        if (action == null) {
            return refused(
                    Reason.UNSUPPORTED,
                    "device " + command.device() + " has no action '" + Excerpt.of(command.action())
                            + "' (expected one of: "
                            + String.join(", ", owned.device.profile().actions().keySet()) + ")");
        }
        Optional<String> problem = action.problem(command.arguments());
        if (problem.isPresent()) {
            return refused(Reason.INVALID, problem.get());
        }
        return withDeadline(command, start(owned.owner, command));
    }

    private static CompletableFuture<Outcome> start(CommandHandler owner, Command command) {
        try {
            return owner.handle(command).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<Outcome> withDeadline(Command command, CompletableFuture<Outcome> running) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        running.whenComplete((outcome, failure) -> {
            if (failure == null) {
                answer.complete(outcome);
            } else {
                log.error("command {} of device {} failed", command.action(), command.device(), failure);
                answer.complete(Outcome.refused(Reason.FAILED, "the device's adapter failed: " + failure));
            }
        });
        if (!answer.isDone()) {
            Registration deadline = scheduler.after(
                    commandTimeout,
                    () -> answer.complete(Outcome.refused(
                            Reason.TIMEOUT,
                            "device " + command.device() + " did not answer '" + command.action() + "' within "
                                    + commandTimeout.toMillis() + " ms")));
            answer.whenComplete((outcome, failure) -> deadline.close());
        }
        return answer;
    }

    private static CompletionStage<Outcome> refused(Reason reason, String detail) {
        return CompletableFuture.completedFuture(Outcome.refused(reason, detail));
    }

    /** A device, its owner, and the lock that keeps what is told of it in order. */
    private final class Owned {
        private final CommandHandler owner;
        private volatile Device device;
        private boolean ended;

        Owned(Device device, CommandHandler owner) {
            this.device = device;
            this.owner = owner;
        }

        /** Says goodbye; what the owner still publishes is dropped. */
        synchronized void end() {
            tell(new DeviceEvent.StatusChange(
                    device.id(), device.status(), Status.OFFLINE, "unregistered", scheduler.instant()));
            ended = true;
        }

        synchronized void tell(DeviceEvent event) {
            if (ended) {
                return;
            }
            device = device.after(event);
            Published published = new Published(event, device);
            for (Subscription subscription : subscriptions) {
                if (subscription.filter.accepts(event)) {
                    subscription.tell(published);
                }
            }
        }
    }

    private record Subscription(DeviceFilter filter, Consumer<Published> listener) {
        void tell(Published published) {
            try {
                listener.accept(published);
            } catch (RuntimeException e) {
                log.error(
                        "a listener failed on an event of device {}",
                        published.event().device(),
                        e);
            }
        }
    }
}
