package dev.sluice.placeos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.sluice.config.Config;
import dev.sluice.device.Attribute;
import dev.sluice.device.CommandHandler;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Profile;
import dev.sluice.testkit.TestGateway;
import dev.sluice.testkit.WsClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Many panels, and one that does not read. What arrives and what is written, never how fast. */
class PlaceosLoadIT {
    private static final int PANELS = 1000;
    private static final int DISPLAYS = 10;
    private static final List<String> VARIABLES = List.of("power", "input", "uptime", "log_level", "volume");
    private static final Map<String, String> ADA = Map.of("X-API-Key", "ada-key");
    private static final DeviceId LAST = new DeviceId("display-" + DISPLAYS);
    private static final DeviceId BOOKINGS = new DeviceId("bookings-1");
    private static final CommandHandler OBEY = command -> CompletableFuture.completedFuture(Outcome.DONE);

    private final PlaceosProtocol protocol = protocol();
    private TestGateway gateway;

    private static PlaceosProtocol protocol() {
        StringBuilder modules = new StringBuilder("{name: Bookings, device: bookings-1}");
        for (int i = 1; i <= DISPLAYS; i++) {
            modules.append(", {name: Display, device: display-").append(i).append('}');
        }
        String yaml = "systems: {sys-1234: {modules: [" + modules + "]}}";
        return (PlaceosProtocol) new PlaceosProvider().configure(Config.parse("test", yaml, Path.of(""), Map.of()));
    }

    @BeforeEach
    void start() {
        gateway = new TestGateway(Map.of("placeos", protocol));
        Rooms.admitUsers(gateway.authenticator());
        gateway.bus().register(Rooms.bookings(), OBEY);
        for (int i = 1; i <= DISPLAYS; i++) {
            gateway.bus().register(Rooms.display("display-" + i), OBEY);
        }
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void writesAChangeOnceForAThousandPanelsAndLosesNoLastValue() {
        List<WsClient> panels = new ArrayList<>();
        for (int i = 0; i < PANELS; i++) {
            panels.add(gateway.connect(Rooms.PATH, ADA));
        }
        panels.forEach(PlaceosLoadIT::bindFifty);
        panels.forEach(panel -> panel.next("\"type\":\"notify\",\"value\":20,\"meta\":{\"sys\":\"sys-1234\","
                + "\"mod\":\"Display\",\"index\":10,"));
        long before = protocol.notifications().encoded();
        for (int volume = 30; volume < 50; volume++) {
            report(LAST, "display", "volume", IntNode.valueOf(volume));
            for (WsClient panel : panels) {
                assertThat(panel.next()).contains("\"type\":\"notify\",\"value\":" + volume + ",");
            }
        }
        assertThat(protocol.notifications().encoded() - before).isEqualTo(20);

        for (int i = 0; i < 300; i++) {
            report(LAST, "display", "volume", IntNode.valueOf(i % 100));
        }
        report(LAST, "display", "volume", IntNode.valueOf(100));
        panels.forEach(panel -> panel.next("\"value\":100,"));
        panels.forEach(WsClient::close);
    }

    private static void bindFifty(WsClient panel) {
        int id = 0;
        for (int index = 1; index <= DISPLAYS; index++) {
            for (String variable : VARIABLES) {
                panel.send("{\"id\":" + ++id + ",\"cmd\":\"bind\",\"sys\":\"sys-1234\",\"mod\":\"Display\",\"index\":"
                        + index + ",\"name\":\"" + variable + "\"}");
            }
        }
    }

    @Test
    void tellsAPanelThatDoesNotReadTheLastValueOfEachVariableInsteadOfAllOfThem() throws IOException {
        int changes = 1500;
        try (WsClient witness = gateway.connect(Rooms.PATH, ADA);
                IdlePanel idle = IdlePanel.connect(gateway.port("http"), Rooms.PATH, ADA)) {
            for (String variable : List.of("bookings", "in_use", "uptime")) {
                String bind = "{\"id\":1,\"cmd\":\"bind\",\"sys\":\"sys-1234\",\"mod\":\"Bookings\",\"name\":\""
                        + variable + "\"}";
                witness.send(bind).next("\"type\":\"notify\"");
                idle.send(bind);
            }
            for (int i = 1; i <= changes; i++) {
                report(BOOKINGS, "bookings", "bookings", large(i));
                if (i == changes / 2) {
                    report(BOOKINGS, "bookings", "in-use", BooleanNode.TRUE);
                }
            }
            report(BOOKINGS, "bookings", "uptime", IntNode.valueOf(7));
            witness.next("\"value\":7,");

            List<String> told = idle.readUntil("\"value\":7,");
            assertThat(values(told, "bookings"))
                    .hasSizeLessThan(changes)
                    .last(STRING)
                    .contains("[" + changes + ",");
            assertThat(values(told, "in_use")).last(STRING).contains("true,");
        }
    }

    private static List<String> values(List<String> told, String variable) {
        return told.stream()
                .filter(text -> text.contains("\"type\":\"notify\"") && text.contains("\"name\":\"" + variable))
                .toList();
    }

    /** Such that no kernel's buffers hold all of them. */
    private static JsonNode large(int number) {
        return JsonNodeFactory.instance.arrayNode().add(number).add("x".repeat(16 * 1024));
    }

    private void report(DeviceId device, String profile, String attribute, JsonNode value) {
        Instant now = gateway.scheduler().instant();
        Attribute changed = Profile.named(profile).attribute(attribute, value, now);
        gateway.bus().publish(new Reading(device, Map.of(attribute, changed), now));
    }
}
