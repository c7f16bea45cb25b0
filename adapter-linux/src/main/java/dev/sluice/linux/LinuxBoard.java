package dev.sluice.linux;

import dev.sluice.device.Attribute;
import dev.sluice.device.Command;
import dev.sluice.device.CommandHandler;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Excerpt;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Profile;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import dev.sluice.device.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The device: measures at its interval, opens its pins when it has none, carries out commands, publishes what is new. What
 * fails takes it offline, with the reason, until a later attempt succeeds.
 *
 * <p>Measurements, commands and edges each come on a thread of their own. One lock keeps them apart and what is published in
 * order; nothing slow is done with it held. {@link #handle} never takes it, as it is called on event loops.
 */
final class LinuxBoard implements CommandHandler, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LinuxBoard.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
    private static final Registration NOTHING = () -> {};

    private final DeviceId id;
    private final LinuxConfig config;
    private final HostValues host;
    private final PinBanks banks;
    private final DeviceBus bus;
    private final Scheduler scheduler;
    private final Executor measuring;
    private final Executor commanding;
    private final Profile profile = Profile.named("raspberry-pi");
    private final Map<String, JsonNode> told = new HashMap<>();
    private Optional<PinBank> pins = Optional.empty();
    private Optional<String> offline = Optional.empty();
    private Duration retry = FIRST_RETRY;
    private Registration registration = NOTHING;
    private Registration timer = NOTHING;
    private boolean closed;

    /**
     * A board that is not yet on the bus.
     *
     * @param measuring where the machine is measured; runs one task at a time
     * @param commanding where commands are carried out, in order; may refuse them when too many wait
     */
    LinuxBoard(
            LinuxConfig config,
            HostValues host,
            PinBanks banks,
            DeviceBus bus,
            Scheduler scheduler,
            Executor measuring,
            Executor commanding) {
        this.id = config.id();
        this.config = config;
        this.host = host;
        this.banks = banks;
        this.bus = bus;
        this.scheduler = scheduler;
        this.measuring = measuring;
        this.commanding = commanding;
    }

    /**
     * Puts the device on the bus, and has it measured soon.
     *
     * @throws IllegalArgumentException if its id is taken
     */
    void start() {
        synchronized (this) {
            registration = bus.register(new DeviceDescriptor(id, profile, config.name(), Map.of()), this);
        }
        measuring.execute(this::measure);
    }

    /** Once; sets the timer for the next time. */
    private void measure() {
        try {
            publish(host.read());
        } catch (IOException | RuntimeException e) {
            goOffline(e);
        }
    }

    private synchronized void publish(Map<String, JsonNode> measured) {
        if (closed) {
            return;
        }
        try {
            Map<String, JsonNode> values = new LinkedHashMap<>(measured);
            values.putAll(pinValues(opened()));
            comeBack();
            report(values, scheduler.instant());
            next(config.interval());
        } catch (IOException e) {
            losePins(e);
        }
    }

    private PinBank opened() throws IOException {
        if (pins.isEmpty()) {
            pins = Optional.of(banks.open(this::edges));
        }
        return pins.get();
    }

    /** The pins now; edges that have not been told come before. */
    private Map<String, JsonNode> pinValues(PinBank bank) throws IOException {
        reportEdges(bank);
        Map<String, JsonNode> values = new LinkedHashMap<>();
        config.pins().forEach(pin -> values.put(pin.name(), NullNode.getInstance()));
        bank.read().forEach((pin, state) -> values.put(pin.name(), state.toJson()));
        return values;
    }

    private void comeBack() {
        retry = FIRST_RETRY;
        if (offline.isPresent()) {
            log.info("{} is back", id);
            offline = Optional.empty();
            bus.publish(new StatusChange(id, Status.OFFLINE, Status.ONLINE, "back", scheduler.instant()));
        }
    }

    /** Publishes those of {@code values} that are new. */
    private void report(Map<String, JsonNode> values, Instant at) {
        Map<String, Attribute> news = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            JsonNode before = told.put(name, value);
            if (before == null ? !value.isNull() : !value.equals(before)) {
                news.put(name, profile.attribute(name, value, at));
            }
        });
        if (!news.isEmpty()) {
            bus.publish(new Reading(id, news, at));
        }
    }

    /** The pins are closed only when they themselves have failed: closing may turn outputs back. */
    private synchronized void losePins(IOException cause) {
        pins.ifPresent(PinBank::close);
        pins = Optional.empty();
        goOffline(cause);
    }

    private synchronized void goOffline(Exception cause) {
        if (closed) {
            return;
        }
        String reason = cause instanceof IOException ? String.valueOf(cause.getMessage()) : cause.toString();
        if (!offline.equals(Optional.of(reason))) {
            log.warn("{} is offline: {}", id, reason, cause instanceof RuntimeException ? cause : null);
        }
        if (offline.isEmpty()) {
            bus.publish(new StatusChange(id, Status.ONLINE, Status.OFFLINE, reason, scheduler.instant()));
        }
        offline = Optional.of(reason);
        next(retry);
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
    }

    private void next(Duration delay) {
        timer.close();
        timer = scheduler.after(delay, () -> measuring.execute(this::measure));
    }

    /** Called by the thread that waits for edges. */
    private synchronized void edges() {
        try {
            if (!closed && pins.isPresent()) {
                reportEdges(pins.get());
            }
        } catch (IOException e) {
            losePins(e);
        }
    }

    private void reportEdges(PinBank bank) throws IOException {
        for (PinBank.Edge edge : bank.edges()) {
            if (offline.isEmpty()) {
                report(
                        Map.of(edge.pin().name(), edge.state().toJson()),
                        scheduler.instant().minus(edge.age()));
            }
        }
    }

    @Override
    public CompletionStage<Outcome> handle(Command command) {
        try {
            return CompletableFuture.supplyAsync(() -> carryOut(command), commanding);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(Outcome.refused(
                    Reason.BUSY, "device " + id + ": too many commands are waiting (expected: fewer at a time)"));
        }
    }

    private synchronized Outcome carryOut(Command command) {
        if (closed) {
            return Outcome.refused(Reason.UNAVAILABLE, "device " + id + " has been taken off the bus");
        }
        if (!command.action().equals("configure-pins")) {
            return Outcome.refused(Reason.UNSUPPORTED, "device " + id + " cannot " + command.action());
        }
        if (pins.isEmpty() || offline.isPresent()) {
            return unavailable(offline.orElse("its pins are not open yet"));
        }
        try {
            return configure(pins.get(), command.arguments().path("pins"));
        } catch (IOException e) {
            losePins(e);
            return unavailable(String.valueOf(e.getMessage()));
        }
    }

    private Outcome unavailable(String reason) {
        return Outcome.refused(Reason.UNAVAILABLE, "device " + id + " is unavailable: " + reason);
    }

    /** Sets up pins in the order given and stops at the first that cannot be; those before it stay set and are reported. */
    private Outcome configure(PinBank bank, JsonNode wanted) throws IOException {
        Outcome outcome = Outcome.DONE;
        try {
            for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
                Pin pin = pin(entry.getKey());
                bank.set(pin, PinSetup.read(pin, entry.getValue()));
            }
        } catch (RefusedException e) {
            outcome = e.outcome();
        }
        report(pinValues(bank), scheduler.instant());
        return outcome;
    }

    private static Pin pin(String name) throws RefusedException {
        return Pin.named(name)
                .orElseThrow(() -> new RefusedException(
                        Reason.INVALID,
                        Excerpt.of(name) + ": no such pin (expected one of: " + String.join(", ", Pin.names()) + ")"));
    }

    @Override
    public synchronized void close() {
        closed = true;
        timer.close();
        pins.ifPresent(PinBank::close);
        pins = Optional.empty();
        registration.close();
    }
}
