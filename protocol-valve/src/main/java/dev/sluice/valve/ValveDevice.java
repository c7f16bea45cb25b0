package dev.sluice.valve;

import static java.util.stream.Collectors.toSet;

import dev.sluice.device.Attribute;
import dev.sluice.device.Device;
import dev.sluice.protocol.Json;
import dev.sluice.valve.ValveMessage.ChangeState;
import dev.sluice.valve.ValveMessage.State;
import dev.sluice.valve.ValveMessage.Telemetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The device profile {@code valve} and the protocol's words for it. Pure: any thread may call it. */
final class ValveDevice {
    static final String KIND = "valve";

    private static final Set<String> MEASURED =
            Set.of("water-flow", "leak", "faults", "water-temperature", "ambient-temperature", "pressure", "battery");

    /** Failed sensors in the order in which {@code status} names them. */
    static final Map<String, String> FAULTS = faults();

    /** What {@code status} says when no sensor has failed. */
    static final String OKAY = "OKAY";

    private static final Map<String, String> LEAKS =
            Map.of("none", "No Leaks", "small", "Small Leak", "major", "Major Leak");

    private ValveDevice() {}

    private static Map<String, String> faults() {
        Map<String, String> faults = new LinkedHashMap<>();
        faults.put("ambient-temperature", "AMBIENT_TEMP_FAILED");
        faults.put("battery", "BATTERY_FAILED");
        faults.put("pressure", "PRESSURE_FAILED");
        faults.put("water-temperature", "WATER_TEMP_FAILED");
        faults.put("water-flow", "WATERFLOW_FAILED");
        return faults;
    }

    static boolean isValve(Device device) {
        return device.kind().equals(KIND);
    }

    /** Whether the hub has a link to the valve, without which nothing can be changed. */
    static boolean isLinked(Device device) {
        return text(device, "radio").equals("connected");
    }

    static State state(Device device) {
        return new State(
                text(device, "valve"),
                text(device, "radio"),
                value(device, "siren").asBoolean());
    }

    /** Whether telemetry tells any of these attributes. */
    static boolean isMeasured(Collection<String> attributes) {
        return attributes.stream().anyMatch(MEASURED::contains);
    }

    /** When the newest of the values that telemetry tells was measured. */
    static Instant measuredAt(Device device) {
        Instant newest = Instant.EPOCH;
        for (Map.Entry<String, Attribute> entry : device.attributes().entrySet()) {
            if (MEASURED.contains(entry.getKey()) && entry.getValue().at().isAfter(newest)) {
                newest = entry.getValue().at();
            }
        }
        return newest;
    }

    static Telemetry telemetry(Device device, Units units, Instant probedAt) {
        return new Telemetry(
                units.flow().from(number(device, "water-flow")),
                leakStatus(text(device, "leak")),
                status(value(device, "faults")),
                units.temperature().from(number(device, "water-temperature")),
                units.temperature().from(number(device, "ambient-temperature")),
                units.pressure().from(number(device, "pressure")),
                text(device, "battery"),
                probedAt.toEpochMilli(),
                units);
    }

    /** The word for a value of the attribute {@code leak}. */
    static String leakStatus(String leak) {
        return LEAKS.getOrDefault(leak, leak);
    }

    private static List<String> status(JsonNode faults) {
        Set<String> failed = faults.valueStream().map(JsonNode::asString).collect(toSet());
        List<String> status = FAULTS.entrySet().stream()
                .filter(fault -> failed.contains(fault.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return status.isEmpty() ? List.of(OKAY) : status;
    }

    /** One command to a device. */
    record Action(String name, ObjectNode arguments) {}

    /** What has to be done for a change, in this order; restarts come last, for what follows one might not arrive. */
    static List<Action> actions(ChangeState change) {
        List<Action> actions = new ArrayList<>();
        change.valveState()
                .ifPresent(position ->
                        actions.add(new Action("set-valve", Json.object().put("position", position.wire()))));
        change.ledBrightness()
                .ifPresent(percent -> actions.add(
                        new Action("set-led-brightness", Json.object().put("percent", percent))));
        change.siren()
                .ifPresent(
                        on -> actions.add(new Action("set-siren", Json.object().put("on", on))));
        if (change.sonicReboot().orElse(false)) {
            actions.add(reboot("valve"));
        }
        if (change.signalReboot().orElse(false)) {
            actions.add(reboot("hub"));
        }
        return actions;
    }

    private static Action reboot(String part) {
        return new Action("reboot", Json.object().put("part", part));
    }

    private static String text(Device device, String attribute) {
        return value(device, attribute).asString();
    }

    private static double number(Device device, String attribute) {
        return value(device, attribute).doubleValue();
    }

    /** A value that the profile requires: a device without it could not have been registered. */
    private static JsonNode value(Device device, String attribute) {
        return device.value(attribute).orElseThrow();
    }
}
