package dev.sluice.simulator;

import dev.sluice.device.Command;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Profile;
import dev.sluice.simulator.SimulatorConfig.WearableConfig;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A watch on the wrist of a {@link Person}. The heart rate is reported at the interval, what the motion sensors say at the
 * motion rate, each whether it changed or not; everything else when it changed, at the interval and when a phase ends.
 * Floors do not wait for the interval.
 */
final class SimulatedWearable implements Hardware {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> MOTION = Set.of("acceleration", "rotation-rate");

    private final DeviceId id;
    private final Profile profile = Hardware.profile("wearable");
    private final Person person;
    private final Gait gait;
    private final Beat measurements;
    private final Optional<Beat> motions;
    private final Map<String, JsonNode> known = new LinkedHashMap<>();
    private final Set<String> repeat = new HashSet<>();
    private final Reported reported;
    private OptionalLong heldHeartRate = OptionalLong.empty();
    private Instant now;

    SimulatedWearable(DeviceId id, WearableConfig config, RandomGenerator.SplittableGenerator random, Instant now) {
        this.id = id;
        this.person = new Person(random, now);
        this.gait = new Gait(random);
        this.measurements = new Beat(config.interval(), now);
        this.motions = config.motionPeriod().map(period -> new Beat(period, now));
        this.now = now;
        switchOn();
        this.reported = new Reported(id, profile, known);
    }

    /** Nothing has moved yet, but every attribute has a value: listeners need not wait for the first measurement. */
    private void switchOn() {
        known.put("heart-rate", JSON.numberNode(person.heartRate()));
        known.put("steps", JSON.numberNode(0L));
        known.put("distance", JSON.numberNode(0.0));
        known.put("floors-climbed", JSON.numberNode(0L));
        known.put("step-cadence", JSON.numberNode(0.0));
        known.put("speed", JSON.numberNode(0.0));
        known.put("acceleration", JSON.arrayNode().add(0.0).add(0.0).add(0.0));
        known.put("rotation-rate", JSON.arrayNode().add(0.0).add(0.0).add(0.0));
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
        boolean turned = person.advance(now);
        known.put("floors-climbed", JSON.numberNode((long) person.floors()));
        if (measurements.falls(now)) {
            person.vary(measurements.period());
            known.put("heart-rate", JSON.numberNode(heartRate()));
            repeat.add("heart-rate");
            measureWay();
        } else if (turned) {
            measureWay();
        }
        if (motions.isPresent() && motions.get().falls(now)) {
            measureMotion();
        }
    }

    private void measureWay() {
        known.put("steps", JSON.numberNode((long) person.steps()));
        known.put("distance", JSON.numberNode(rounded(person.distance(), 100)));
        known.put("step-cadence", JSON.numberNode(rounded(person.cadence(), 1000)));
        known.put("speed", JSON.numberNode(rounded(person.speed(), 1000)));
    }

    private void measureMotion() {
        known.put("acceleration", gait.acceleration(person.activity(), person.steps()));
        known.put("rotation-rate", gait.rotationRate(person.activity(), person.steps()));
        repeat.addAll(MOTION);
    }

    private static double rounded(double value, double parts) {
        return Math.round(value * parts) / parts;
    }

    @Override
    public List<DeviceEvent> news() {
        List<DeviceEvent> news = reported.news(known, repeat, now)
                .<List<DeviceEvent>>map(List::of)
                .orElse(List.of());
        repeat.clear();
        return news;
    }

    @Override
    public boolean rebooting() {
        return false;
    }

    @Override
    public Instant wake() {
        return Stream.concat(Stream.of(measurements.next(), person.phaseEnd()), motions.map(Beat::next).stream())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    @Override
    public Outcome carryOut(Command command) {
        return switch (command.action()) {
            case "simulate-activity" -> {
                person.begin(Activity.named(command.arguments().path("activity").asString()));
                measureWay();
                yield Outcome.DONE;
            }
            case "simulate-heart-rate" -> {
                JsonNode bpm = command.arguments().path("bpm");
                heldHeartRate = bpm.isNumber() ? OptionalLong.of(bpm.asLong()) : OptionalLong.empty();
                known.put("heart-rate", JSON.numberNode(heartRate()));
                repeat.add("heart-rate");
                yield Outcome.DONE;
            }
            default -> Outcome.refused(Reason.UNSUPPORTED, "simulated wearable " + id + " cannot " + command.action());
        };
    }

    private long heartRate() {
        return heldHeartRate.orElseGet(person::heartRate);
    }
}
