package dev.sluice.simulator;

import dev.sluice.device.Command;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Alert;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Profile;
import dev.sluice.device.Status;
import dev.sluice.simulator.SimulatorConfig.Kind;
import dev.sluice.simulator.SimulatorConfig.SensorConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A sensor that measures at its interval, raises an alert now and then, each time of another severity, and is not well now and
 * then, each time in another way. Kinds of sensors take turns in that, so that there is always something to see.
 */
final class SimulatedSensor implements Hardware {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<Status> TROUBLES =
            List.of(Status.WARNING, Status.ERROR, Status.OFFLINE, Status.MAINTENANCE);
    private static final List<String> TYPES = List.of("threshold", "anomaly", "device", "system", "manual");
    private static final List<Kind> TURNS =
            List.of(Kind.TEMPERATURE, Kind.HUMIDITY, Kind.PRESSURE, Kind.AIR_QUALITY, Kind.VIBRATION);

    /** How many alerts may wait while the device cannot be heard; further ones are left out. */
    private static final int WAITING = 10;

    private final DeviceId id;
    private final SensorConfig config;
    private final SensorModel model;
    private final Profile profile;
    private final Map<String, JsonNode> known = new LinkedHashMap<>();
    private final Map<String, JsonNode> fixed = new HashMap<>();
    private final List<DeviceEvent> alerts = new ArrayList<>();
    private final Reported reported;
    private Status status = Status.ONLINE;
    private Optional<Status> fixedStatus = Optional.empty();
    private boolean failed;
    private final int turn;
    private long alertCount;
    private int troubleCount;
    private Instant measuredAt;
    private Instant alertAt;
    private Instant statusAt;
    private Instant now;

    SimulatedSensor(DeviceId id, Kind kind, SensorConfig config, RandomGenerator random, Instant now) {
        this.id = id;
        this.config = config;
        this.model = SensorModel.of(kind, random);
        this.profile = Hardware.profile(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), "sensor");
        this.now = now;
        this.measuredAt = now;
        this.turn = TURNS.indexOf(kind);
        this.alertAt = now.plus(config.alerts().multipliedBy(turn + 1).dividedBy(TURNS.size()));
        this.statusAt =
                now.plus(config.statusChanges().multipliedBy(2 * turn + 1).dividedBy(2L * TURNS.size()));
        measure();
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
        now = to;
        if (!now.isBefore(statusAt)) {
            changeStatus();
            statusAt = next(statusAt, config.statusChanges());
        }
        if (!now.isBefore(measuredAt.plus(config.interval()))) {
            model.move(Duration.between(measuredAt, now));
            measuredAt = now;
            measure();
        }
        if (!now.isBefore(alertAt)) {
            if (canSpeak()) {
                raise(severity());
            }
            alertAt = next(alertAt, config.alerts());
        }
    }

    /** The next time in a rhythm; where some have been missed, from now on. */
    private Instant next(Instant last, Duration rhythm) {
        Instant next = last.plus(rhythm);
        return next.isAfter(now) ? next : now.plus(rhythm);
    }

    private void changeStatus() {
        if (status == Status.ONLINE) {
            status = TROUBLES.get((turn % 2 + troubleCount++) % TROUBLES.size());
        } else {
            status = Status.ONLINE;
        }
    }

    private void measure() {
        if (!failed) {
            model.measure().forEach((name, value) -> known.put(name, JSON.numberNode(rounded(value))));
            known.putAll(fixed);
        }
    }

    private static double rounded(double value) {
        double unit = Math.abs(value) < 1 ? 10_000.0 : 100.0;
        return Math.round(value * unit) / unit;
    }

    private boolean canSpeak() {
        return status() != Status.OFFLINE && status() != Status.MAINTENANCE;
    }

    // ---- alerts

    private Severity severity() {
        Severity[] all = Severity.values();
        return all[(int) ((turn + alertCount) % all.length)];
    }

    private void raise(Severity severity) {
        String type = TYPES.get((int) ((turn + alertCount) % TYPES.size()));
        alertCount++;
        if (alerts.size() < WAITING) {
            alerts.add(
                    type.equals("threshold") || type.equals("anomaly")
                            ? measured(type, severity)
                            : said(type, severity));
        }
    }

    /** An alert about the main value, which for this once is as bad as the alert says. */
    private Alert measured(String type, Severity severity) {
        String attribute = model.measure().keySet().iterator().next();
        SensorModel.Limits limits = model.limits();
        double threshold = severity == Severity.CRITICAL ? limits.critical() : limits.warning();
        if (severity != Severity.INFO) {
            known.put(attribute, JSON.numberNode(rounded(threshold * 1.03)));
        }
        JsonNode actual = known.getOrDefault(attribute, JSON.nullNode());
        String unit = profile.attribute(attribute, actual, now).unit();
        ObjectNode facts = JSON.objectNode()
                .put("attribute", attribute)
                .put("unit", unit)
                .put("threshold-value", threshold)
                .set("actual-value", actual);
        String name = attribute.replace('-', ' ');
        String title = severity == Severity.INFO ? name + " checked" : "High " + name;
        String message = name + " is " + actual + " " + unit + " (threshold: " + threshold + " " + unit + ")";
        return new Alert(id, alertCount, severity, type, title, message, facts, now);
    }

    private Alert said(String type, Severity severity) {
        String title =
                switch (type) {
                    case "device" -> "Self-test";
                    case "system" -> "Connection quality";
                    default -> "Button pressed";
                };
        String message = "simulated " + type + " alert of " + id;
        return new Alert(id, alertCount, severity, type, title, message, JSON.objectNode(), now);
    }

    @Override
    public List<DeviceEvent> news() {
        List<DeviceEvent> news = Stream.concat(
                        reported.news(known, Set.of(), now).stream().map(DeviceEvent.class::cast), alerts.stream())
                .toList();
        alerts.clear();
        return news;
    }

    @Override
    public boolean rebooting() {
        return false;
    }

    @Override
    public Status status() {
        if (failed) {
            return Status.ERROR;
        }
        return fixedStatus.orElse(status);
    }

    @Override
    public Instant wake() {
        return Stream.of(measuredAt.plus(config.interval()), alertAt, statusAt)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    // ---- faults

    @Override
    public Outcome carryOut(Command command) {
        ObjectNode given = command.arguments();
        switch (command.action()) {
            case "simulate-sensor-fault" -> failed = given.path("failed").asBoolean();
            case "simulate-status" -> fixedStatus = text(given, "status").map(SimulatedSensor::constant);
            case "simulate-alert" ->
                raise(Severity.valueOf(given.path("severity").asString().toUpperCase(Locale.ROOT)));
            case "simulate-value" -> {
                return hold(given.path("attribute").asString(), given.path("value"));
            }
            default -> {
                return Outcome.refused(Reason.UNSUPPORTED, "a simulated sensor cannot " + command.action());
            }
        }
        return Outcome.DONE;
    }

    private Outcome hold(String attribute, JsonNode value) {
        if (!profile.attributes().containsKey(attribute)) {
            return Outcome.refused(
                    Reason.INVALID,
                    id + ": attribute (expected one of: "
                            + String.join(", ", profile.attributes().keySet()) + ")");
        }
        if (value.isMissingNode()) {
            fixed.remove(attribute);
        } else {
            Optional<String> problem = profile.attributes().get(attribute).problem(value);
            if (problem.isPresent()) {
                return Outcome.refused(Reason.INVALID, id + ": " + attribute + ": " + problem.get());
            }
            fixed.put(attribute, value);
        }
        measure();
        return Outcome.DONE;
    }

    private static Optional<String> text(ObjectNode given, String name) {
        JsonNode value = given.path(name);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    private static Status constant(String name) {
        return Status.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
