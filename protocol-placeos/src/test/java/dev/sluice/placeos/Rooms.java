package dev.sluice.placeos;

import dev.sluice.config.Config;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Principal.Role;
import dev.sluice.protocol.Request;
import dev.sluice.testkit.FakeAuthenticator;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rooms, clients and stages for the tests. */
final class Rooms {
    static final String PATH = "/api/engine/v2/systems/control";
    static final Request HANDSHAKE = Request.get(PATH).withHeader("X-API-Key", "ada-key");

    static final String SYSTEMS = """
            systems:
              sys-1234:
                modules:
                  - {name: Display, device: display-1, privileged: {switch-to: administrator}}
                  - {name: Display, device: display-2}
                  - {name: Bookings, device: bookings-1}
                  - {name: _Secret, device: lighting-1}
                  - {name: Ghost, device: ghost-1}
              sys-home:
                modules:
                  - {name: Pi, device: pi-1}
                  - {name: Screen, device: display-1}
            """;

    private static final JsonMapper JSON = new JsonMapper();

    private Rooms() {}

    /** A protocol with this configuration beside the systems, which must be without fault. */
    static PlaceosProtocol protocol(String yaml) {
        Config config = Config.parse("test", SYSTEMS + yaml, Path.of(""), Map.of());
        PlaceosProtocol protocol = (PlaceosProtocol) new PlaceosProvider().configure(config);
        if (!config.problems().isEmpty()) {
            throw new IllegalArgumentException(config.problems().toString());
        }
        return protocol;
    }

    static Stage stage() {
        return stage(protocol(""));
    }

    static Stage stage(PlaceosProtocol protocol) {
        Stage stage = new Stage(
                protocol, HANDSHAKE, display("display-1"), display("display-2"), bookings(), lighting(), board());
        admitUsers(stage.authenticator());
        return stage;
    }

    /** Ada, who is a user, and Sue and Root, who are more. */
    static void admitUsers(FakeAuthenticator authenticator) {
        authenticator
                .withKey("ada-key", new Principal("ada"))
                .withKey("sue-key", new Principal("sue", Role.SUPPORT))
                .withKey("root-key", new Principal("root", Role.ADMINISTRATOR));
    }

    static FakeSession connect(Stage stage, String key) {
        return stage.connect(Request.get(PATH).withHeader("X-API-Key", key));
    }

    static DeviceDescriptor display(String id) {
        return device(id, "display", """
                {"power": false, "volume": 20, "input": "HDMI", "uptime": 0, "log-level": "info"}""");
    }

    static DeviceDescriptor bookings() {
        return device("bookings-1", "bookings", """
                {"bookings": [], "in-use": false, "uptime": 0, "log-level": "info"}""");
    }

    static DeviceDescriptor lighting() {
        return device("lighting-1", "lighting", """
                {"level": 50, "scene": "meeting", "uptime": 0, "log-level": "debug"}""");
    }

    /** Something that has measured nothing yet. */
    static DeviceDescriptor board() {
        return device("pi-1", "raspberry-pi", "{}");
    }

    private static DeviceDescriptor device(String id, String profile, String values) {
        return new DeviceDescriptor(new DeviceId(id), Profile.named(profile), "A " + profile, values(values));
    }

    /** Attribute values by name from a JSON object. */
    static Map<String, JsonNode> values(String json) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        json(json).forEachEntry(values::put);
        return values;
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    /** A command about a display of the room. */
    static String command(int id, String cmd, String name) {
        return "{\"id\":" + id + ",\"cmd\":\"" + cmd
                + "\",\"sys\":\"sys-1234\",\"mod\":\"Display\",\"index\":1,\"name\":\"" + name + "\"}";
    }
}
