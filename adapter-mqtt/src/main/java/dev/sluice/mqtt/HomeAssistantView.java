package dev.sluice.mqtt;

import dev.sluice.device.ActionSpec;
import dev.sluice.device.Device;
import dev.sluice.device.ValueSpec;
import dev.sluice.protocol.Json;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A device of ours as Home Assistant's discovery describes it, on the topics of its {@link HomieView}: numbers and texts are
 * sensors, flags are binary sensors, or switches where there is an action to set them, and an attribute {@code valve} with an
 * action {@code set-valve} is a valve. Pure.
 */
final class HomeAssistantView {
    private HomeAssistantView() {}

    /**
     * The description of all entities of a device.
     *
     * @param base the topic below which Homie devices are, such as {@code homie/5}
     * @param root the id of the gateway's root device
     */
    static ObjectNode description(Device device, String base, String root) {
        String id = HomieView.id(device);
        String topic = base + "/" + id;
        ObjectNode identity = Json.object().put("name", device.name()).put("model", device.kind());
        identity.set("identifiers", Json.array().add(root + "-" + id));
        ObjectNode components = Json.object();
        device.profile().attributes().forEach((name, spec) -> entity(device, name, spec, topic)
                .ifPresent(entity -> components.set(
                        HomieView.word(name),
                        entity.put("unique_id", root + "-" + id + "-" + HomieView.word(name))
                                .put("name", name))));
        ObjectNode description = Json.object();
        description.set("device", identity);
        description.set("origin", Json.object().put("name", "Sluice"));
        description.set("availability", Json.array().add(available(topic)).add(available(base + "/" + root)));
        description.put("availability_mode", "all");
        description.set("components", components);
        return description;
    }

    private static ObjectNode available(String topic) {
        return Json.object()
                .put("topic", topic + "/$state")
                .put("value_template", "{{ 'online' if value == 'ready' else 'offline' }}");
    }

    private static Optional<ObjectNode> entity(Device device, String name, ValueSpec spec, String topic) {
        String state = topic + "/" + HomieView.node(device) + "/" + HomieView.word(name);
        Map<String, ActionSpec> actions = device.profile().actions();
        ActionSpec setter = actions.get("set-" + name);
        boolean settable = setter != null && setter.arguments().size() == 1;
        String command = topic + "/" + HomieDescription.ACTIONS + "/" + HomieView.word("set-" + name) + "/set";
        return switch (spec.type()) {
            case NUMBER, INTEGER -> Optional.of(sensor(state, spec));
            case TEXT -> Optional.of(name.equals("valve") && settable ? valve(state, command) : sensor(state, spec));
            case FLAG -> Optional.of(settable ? toggle(state, command) : flag(state, "binary_sensor"));
            case LIST, OBJECT -> Optional.empty();
        };
    }

    private static ObjectNode sensor(String state, ValueSpec spec) {
        ObjectNode sensor = Json.object().put("platform", "sensor").put("state_topic", state);
        if (!spec.unit().isEmpty()) {
            sensor.put("unit_of_measurement", spec.unit().equals("C") ? "°C" : spec.unit());
        }
        return sensor;
    }

    private static ObjectNode flag(String state, String platform) {
        return Json.object()
                .put("platform", platform)
                .put("state_topic", state)
                .put("payload_on", "true")
                .put("payload_off", "false");
    }

    private static ObjectNode toggle(String state, String command) {
        return flag(state, "switch").put("command_topic", command);
    }

    private static ObjectNode valve(String state, String command) {
        return Json.object()
                .put("platform", "valve")
                .put("state_topic", state)
                .put("command_topic", command)
                .put("payload_open", "open")
                .put("payload_close", "closed");
    }
}
