package dev.sluice.simulator;

import dev.sluice.device.Command;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Raspberry Pi 4 whose load wanders, and with it temperature, clocks and memory. Measures at its interval and at once
 * after a fault; reports what changed.
 */
final class SimulatedPi implements Hardware {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int UNDER_VOLTAGE = 1;
    private static final int FREQUENCY_CAPPED = 1 << 1;
    private static final int THROTTLED = 1 << 2;
    private static final int HAS_OCCURRED = 16;
    private static final long MEMORY = 3_884_368;

    private final DeviceId id;
    private final Duration interval;
    private final Profile profile = Hardware.profile("raspberry-pi");
    private final Drift load;
    private final Drift cache;
    private final MockPins pins = new MockPins();
    private final Set<String> failed = new HashSet<>();
    private final Map<String, JsonNode> known = new LinkedHashMap<>();
    private final Reported reported;
    private final Instant booted;
    private OptionalDouble fixedTemperature = OptionalDouble.empty();
    private boolean underVoltage;
    private int throttled;
    private Instant measuredAt;
    private Instant now;

    SimulatedPi(DeviceId id, Duration interval, RandomGenerator random, Instant now) {
        this.id = id;
        this.interval = interval;
        this.load = new Drift(random, 0.2, Duration.ofMinutes(1));
        this.cache = new Drift(random, 40_000, Duration.ofMinutes(20));
        this.booted = now;
        this.measuredAt = now;
        this.now = now;
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
        if (!now.isBefore(wake())) {
            load.move(Duration.between(measuredAt, now));
            cache.move(Duration.between(measuredAt, now));
            measuredAt = now;
            measure();
        }
    }

    private void measure() {
        double temperature = fixedTemperature.orElse(42 + 25 * load());
        int live = (underVoltage ? UNDER_VOLTAGE | THROTTLED : 0)
                | (temperature >= 80 ? FREQUENCY_CAPPED : 0)
                | (temperature >= 85 ? THROTTLED : 0);
        throttled = throttled >>> HAS_OCCURRED << HAS_OCCURRED | live << HAS_OCCURRED | live;
        boolean busy = load() > 0.3;
        long free = MEMORY - 900_000 - Math.round(800_000 * load()) - Math.round(cache.value());

        known.put("soc-temperature", JSON.numberNode(Math.round(temperature * 1000) / 1000.0));
        known.put("throttled", JSON.numberNode(throttled));
        known.put(
                "uptime",
                JSON.numberNode(Math.round(Duration.between(booted, now).toMillis() / 10.0) / 100.0));
        known.put("arm-frequency", JSON.numberNode(busy && live == 0 ? 1_500_345_728.0 : 600_117_184.0));
        known.put("core-frequency", JSON.numberNode(busy ? 500_000_992.0 : 200_000_992.0));
        known.put("memory-total", JSON.numberNode(MEMORY));
        known.put("memory-free", JSON.numberNode(free));
        known.put("memory-available", JSON.numberNode(free + 500_000));
        known.put("machine-type", JSON.stringNode("aarch64"));
        known.put("network-name", JSON.stringNode("raspberrypi"));
        known.put("os-name", JSON.stringNode("Linux"));
        known.put("os-release", JSON.stringNode("6.6.31+rpt-rpi-v8"));
        known.put("os-version", JSON.stringNode("#1 SMP PREEMPT Debian 1:6.6.31-1+rpt1 (2024-05-29)"));
        failed.forEach(sensor -> known.put(sensor, JSON.nullNode()));
        known.putAll(pins.values());
    }

    /** How busy the processor is, 0 to 1. */
    private double load() {
        return Math.min(1, Math.abs(0.2 + load.value()));
    }

    @Override
    public List<DeviceEvent> news() {
        return reported.news(known, Set.of(), now)
                .<List<DeviceEvent>>map(List::of)
                .orElse(List.of());
    }

    @Override
    public boolean rebooting() {
        return false;
    }

    @Override
    public Instant wake() {
        return measuredAt.plus(interval);
    }

    @Override
    public Outcome carryOut(Command command) {
        ObjectNode given = command.arguments();
        switch (command.action()) {
            case "configure-pins" -> {
                return configure(given.path("pins"));
            }
            case "simulate-under-voltage" -> underVoltage = given.path("on").asBoolean();
            case "simulate-temperature" -> fixedTemperature = fixedTemperature(given);
            case "simulate-sensor-fault" ->
                fault(given.path("sensor").asString(), given.path("failed").asBoolean());
            default -> {
                return Outcome.refused(Reason.UNSUPPORTED, "a simulated Raspberry Pi cannot " + command.action());
            }
        }
        measure();
        return Outcome.DONE;
    }

    private Outcome configure(JsonNode wanted) {
        Optional<String> problem = pins.configure(wanted);
        known.putAll(pins.values());
        return problem.map(text -> Outcome.refused(Reason.INVALID, id + ": " + text))
                .orElse(Outcome.DONE);
    }

    private static OptionalDouble fixedTemperature(ObjectNode given) {
        JsonNode celsius = given.path("celsius");
        return celsius.isNumber() ? OptionalDouble.of(celsius.asDouble()) : OptionalDouble.empty();
    }

    private void fault(String sensor, boolean fails) {
        if (fails) {
            failed.add(sensor);
        } else {
            failed.remove(sensor);
        }
    }
}
