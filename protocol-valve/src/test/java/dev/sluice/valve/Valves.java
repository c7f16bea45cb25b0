package dev.sluice.valve;

import dev.sluice.config.Config;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Request;
import dev.sluice.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Valves, clients and stages for the tests: the first values are those of the specification's example. */
final class Valves {
    static final String AUTHORIZATION = basic("ada:" + Stage.PASSWORD);

    static final Request HANDSHAKE = Request.get("/valve").withHeader("Authorization", AUTHORIZATION);

    private Valves() {}

    /** A protocol with this configuration, which must be without fault. */
    static Protocol protocol(String yaml) {
        Config config = Config.parse("test", yaml, Path.of(""), Map.of());
        Protocol protocol = new ValveProvider().configure(config);
        if (!config.problems().isEmpty()) {
            throw new IllegalArgumentException(config.problems().toString());
        }
        return protocol;
    }

    /** Two valves and something else, behind the protocol as it is without configuration. */
    static Stage stage() {
        return stage("");
    }

    static Stage stage(String yaml) {
        return new Stage(protocol(yaml), HANDSHAKE, valve("valve-1"), valve("valve-2"), board("pi-1"));
    }

    static DeviceDescriptor valve(String id) {
        return new DeviceDescriptor(new DeviceId(id), Profile.named("valve"), "A valve", values("""
                {
                  "water-flow": 63.621673583984375, "water-temperature": 20.4375, "ambient-temperature": 20.625,
                  "pressure": 4418, "leak": "none", "faults": [], "battery": "okay",
                  "valve": "closed", "radio": "connected", "siren": false, "led-brightness": 50
                }"""));
    }

    static DeviceDescriptor board(String id) {
        return new DeviceDescriptor(new DeviceId(id), new Profile("pi", Map.of(), Map.of()), "A board", Map.of());
    }

    /** Attribute values by name from a JSON object. */
    static Map<String, JsonNode> values(String json) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        new JsonMapper().readTree(json).forEachEntry(values::put);
        return values;
    }

    static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }
}
