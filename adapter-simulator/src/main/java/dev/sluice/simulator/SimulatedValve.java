package dev.sluice.simulator;

import dev.sluice.device.Command;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Alert;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Profile;
import dev.sluice.simulator.SimulatorConfig.ValveConfig;
import dev.sluice.simulator.ValveUnit.Leak;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A water valve: the radio hub with the siren and the light, and what it hears from the {@link ValveUnit}. While the radio
 * link is down the hub keeps what it heard last.
 *
 * <p>A telemetry reading is complete; it is due every second while water flows, every minute otherwise, and when water
 * begins or ceases to flow. Everything else is reported when it changes.
 */
final class SimulatedValve implements Hardware {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Duration FLOWING = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Set<String> TELEMETRY =
            Set.of("water-flow", "water-temperature", "ambient-temperature", "pressure", "leak", "faults", "battery");

    private final DeviceId id;
    private final Duration rebootTime;
    private final Profile profile = Hardware.profile("valve");
    private final ValveUnit unit;
    private final Map<String, JsonNode> known = new TreeMap<>(); // sorted: Set.of and Map.of have no fixed order
    private final Set<String> repeat = new HashSet<>();
    private final Reported reported;
    private boolean radioCut;
    private Instant unitBack;
    private Instant hubBack;
    private boolean wasLinked = true;
    private boolean wasFlowing;
    private Leak alerted = Leak.NONE;
    private long alerts;
    private Instant telemetryAt;
    private Instant now;

    SimulatedValve(DeviceId id, ValveConfig config, RandomGenerator.SplittableGenerator random, Instant now) {
        this.id = id;
        this.rebootTime = config.rebootTime();
        this.unit = new ValveUnit(config, random, now);
        this.unitBack = now;
        this.hubBack = now;
        this.telemetryAt = now;
        this.now = now;
        known.put("siren", JSON.booleanNode(false));
        known.put("led-brightness", JSON.numberNode(50));
        known.put("radio", JSON.stringNode("connected"));
        known.putAll(unit.measure());
        known.putAll(unit.state());
        this.reported = new Reported(id, profile, known);
    }

    @Override
    public Profile profile() {
        return profile;
    }

    @Override
    public Map<String, JsonNode> initial() {
        return known;
    }

    @Override
    public void advance(Instant to) {
        unit.advance(to);
        now = to;
        boolean linked = isLinked();
        known.put("radio", JSON.stringNode(linked ? "connected" : "disconnected"));
        if (telemetryDue()) {
            telemetryAt = now;
            if (linked) {
                known.putAll(unit.measure());
                repeat.addAll(TELEMETRY);
            } else {
                repeat.add("radio"); // all the hub can say: a sign of life
            }
        }
        if (linked) {
            known.putAll(unit.state());
        }
        wasLinked = linked;
        wasFlowing = unit.flow() > 0;
    }

    private boolean telemetryDue() {
        boolean changed = isLinked() && (!wasLinked || wasFlowing != unit.flow() > 0);
        return changed || !now.isBefore(telemetryAt.plus(cadence()));
    }

    private Duration cadence() {
        return isLinked() && unit.flow() > 0 ? FLOWING : IDLE;
    }

    private boolean isLinked() {
        return !radioCut && !now.isBefore(unitBack);
    }

    @Override
    public boolean rebooting() {
        return now.isBefore(hubBack);
    }

    @Override
    public Instant wake() {
        return Stream.concat(Stream.of(telemetryAt.plus(cadence()), unitBack, hubBack), unit.changes())
                .filter(time -> time.isAfter(now))
                .min(Instant::compareTo)
                .orElseThrow();
    }

    @Override
    public List<DeviceEvent> news() {
        List<DeviceEvent> news = new ArrayList<>();
        repeat.removeIf(unit::hasFailed);
        reported.news(known, repeat, now).ifPresent(news::add);
        repeat.clear();
        if (isLinked() && unit.leak() != alerted) {
            alerted = unit.leak();
            if (alerted != Leak.NONE) {
                news.add(leakAlert());
            }
        }
        return news;
    }

    private Alert leakAlert() {
        ObjectNode metadata = JSON.objectNode()
                .put("size", alerted.word())
                .put("attribute", "water-flow")
                .put("unit", "ml/min")
                .put("threshold-value", 0)
                .put("actual-value", alerted.flow());
        return new Alert(
                id,
                ++alerts,
                alerted == Leak.MAJOR ? Severity.CRITICAL : Severity.WARNING,
                "anomaly",
                alerted == Leak.MAJOR ? "Major leak" : "Small leak",
                "About " + alerted.flow() + " ml/min leak behind the valve; close it to stop the water",
                metadata,
                now);
    }

    @Override
    public Outcome carryOut(Command command) {
        ObjectNode given = command.arguments();
        switch (command.action()) {
            case "simulate-leak" -> unit.leak(Leak.named(given.path("size").asString()));
            case "simulate-sensor-fault" ->
                unit.fault(given.path("sensor").asString(), given.path("failed").asBoolean());
            case "simulate-battery" -> unit.charge(given.path("level").asString());
            case "simulate-radio" -> radioCut = !given.path("connected").asBoolean();
            case "simulate-flow" -> unit.flow(fixedFlow(given));
            case "reboot" -> {
                return reboot(given.path("part").asString());
            }
            default -> {
                return isLinked() ? change(command) : noLink();
            }
        }
        return Outcome.DONE;
    }

    private static OptionalDouble fixedFlow(ObjectNode given) {
        JsonNode rate = given.path("ml-per-min");
        return rate.isNumber() ? OptionalDouble.of(rate.asDouble()) : OptionalDouble.empty();
    }

    private Outcome reboot(String part) {
        if (part.equals("hub")) {
            hubBack = now.plus(rebootTime);
            return Outcome.DONE;
        }
        if (!isLinked()) {
            return noLink();
        }
        unitBack = now.plus(rebootTime);
        return Outcome.DONE;
    }

    private Outcome change(Command command) {
        ObjectNode given = command.arguments();
        switch (command.action()) {
            case "set-valve" -> unit.turn(given.path("position").asString().equals("open"));
            case "set-siren" -> known.put("siren", given.path("on"));
            case "set-led-brightness" -> known.put("led-brightness", given.path("percent"));
            default -> {
                return Outcome.refused(Reason.UNSUPPORTED, "a simulated valve cannot " + command.action());
            }
        }
        return Outcome.DONE;
    }

    private Outcome noLink() {
        return Outcome.refused(
                Reason.UNAVAILABLE, "the radio link to valve " + id + " is disconnected (expected: connected)");
    }
}
