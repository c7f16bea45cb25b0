package dev.sluice.simulator;

import dev.sluice.simulator.SimulatorConfig.ValveConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The unit on the pipe: valve, sensors, battery, and the water that people draw. Confined to its {@link SimulatedValve}. */
final class ValveUnit {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final double FULL = 0.9;
    private static final double LOW = 0.2;
    private static final double CRITICAL = 0.05;

    /** A leak behind the valve. */
    enum Leak {
        NONE(0),
        SMALL(60),
        MAJOR(9000);

        private final int flow;

        Leak(int flow) {
            this.flow = flow;
        }

        /** How much water it lets out of an open valve, in ml/min. */
        int flow() {
            return flow;
        }

        /** Its name in the profile. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Leak named(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    private final ValveConfig config;
    private final RandomGenerator random;
    private final Household household;
    private final Pipe pipe;
    private final Set<String> failed = new TreeSet<>();
    private Travel travel;
    private Leak leak = Leak.NONE;
    private OptionalDouble fixedFlow = OptionalDouble.empty();
    private double charge = FULL;
    private boolean mains;
    private Instant now;

    ValveUnit(ValveConfig config, RandomGenerator.SplittableGenerator random, Instant now) {
        this.config = config;
        this.random = random;
        this.household = new Household(random.split(), config.pattern(), now);
        this.pipe = new Pipe(random, now);
        this.travel = Travel.restingOpen(now);
        this.now = now;
    }

    /** Lets time pass. */
    void advance(Instant to) {
        pipe.advance(to, flow());
        charge -= (double) Duration.between(now, to).toMillis()
                / config.batteryLife().toMillis();
        now = to;
    }

    void turn(boolean open) {
        travel = travel.order(open, now, config.travelTime());
    }

    void leak(Leak size) {
        leak = size;
    }

    Leak leak() {
        return leak;
    }

    /** Lets a sensor fail, or repairs it; sensors have the names of their attributes. */
    void fault(String sensor, boolean fails) {
        if (fails) {
            failed.add(sensor);
        } else {
            failed.remove(sensor);
        }
    }

    boolean hasFailed(String sensor) {
        return failed.contains(sensor);
    }

    /** Sets the charge to a level of the profile. */
    void charge(String level) {
        mains = level.equals("none");
        charge = switch (level) {
            case "low" -> LOW;
            case "critical" -> CRITICAL;
            default -> FULL;
        };
    }

    /** Lets water flow at this rate while the valve is open; if empty, as the household draws it. */
    void flow(OptionalDouble fixed) {
        fixedFlow = fixed;
    }

    /** How much water flows, in ml/min. */
    double flow() {
        return fixedFlow.orElseGet(() -> household.flow(now) + leak.flow) * travel.openness(now);
    }

    /** What it tells at once when it changes. */
    Map<String, JsonNode> state() {
        ArrayNode faults = JSON.arrayNode();
        failed.forEach(faults::add);
        return working(Map.of(
                "valve", JSON.stringNode(travel.position(now)),
                "leak", JSON.stringNode(leak.word()),
                "faults", faults,
                "battery", JSON.stringNode(battery())));
    }

    /** What its sensors measure now. */
    Map<String, JsonNode> measure() {
        double flow = flow();
        double noise = fixedFlow.isPresent() ? 0 : 0.02 * random.nextGaussian();
        return working(Map.of(
                "water-flow", JSON.numberNode(Math.round(flow * (1 + noise) * 100) / 100.0),
                "water-temperature", JSON.numberNode(pipe.waterTemperature()),
                "ambient-temperature", JSON.numberNode(pipe.ambientTemperature()),
                "pressure", JSON.numberNode(pipe.pressure(flow))));
    }

    /** When something changes by itself. */
    Stream<Instant> changes() {
        return fixedFlow.isPresent() ? Stream.of(travel.end()) : Stream.of(travel.end(), household.nextChange(now));
    }

    private Map<String, JsonNode> working(Map<String, JsonNode> values) {
        Map<String, JsonNode> working = new HashMap<>(values);
        working.keySet().removeAll(failed);
        return working;
    }

    private String battery() {
        if (mains) {
            return "none";
        }
        if (charge > LOW) {
            return "okay";
        }
        return charge > CRITICAL ? "low" : "critical";
    }
}
