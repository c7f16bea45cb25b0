package dev.sluice.placeos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.placeos.PlaceosMessage.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which device is where. */
class SystemsTest {
    /** Systems from what stands below the key {@code systems}, which must be without fault. */
    static Systems systems(String yaml) {
        Config config = config("systems: {" + yaml + "}");
        Systems systems = SystemsConfig.read(config);
        assertThat(config.problems()).isEmpty();
        return systems;
    }

    private static Config config(String yaml) {
        return Config.parse("test", yaml, Path.of(""), Map.of());
    }

    @Test
    void countsModulesOfOneNameInTheOrderOfTheList() {
        Systems systems =
                systems("s: {modules: [{name: A, device: a-1}, {name: B, device: b-1}, {name: A, device: a-2}]}");
        assertThat(device(systems, "A", 1)).isEqualTo("a-1");
        assertThat(device(systems, "A", 2)).isEqualTo("a-2");
        assertThat(device(systems, "B", 1)).isEqualTo("b-1");
        assertThat(systems.find(new Target("s", "A", 0, ""))).isEqualTo(Systems.Missing.MODULE);
        assertThat(systems.find(new Target("s", "A", 3, ""))).isEqualTo(Systems.Missing.MODULE);
        assertThat(systems.find(new Target("t", "A", 1, ""))).isEqualTo(Systems.Missing.SYSTEM);
    }

    @Test
    void withoutConfigurationThereAreAMeetingRoomAndAHome() {
        Systems systems = SystemsConfig.read(config(""));
        for (String module : List.of("Display 1", "Display 2", "Bookings 1", "Camera 1", "Lighting 1")) {
            String[] words = module.split(" ");
            assertThat(systems.find(new Target("sys-1234", words[0], Integer.parseInt(words[1]), "")))
                    .isInstanceOf(Systems.Found.class);
        }
        for (String module : List.of("Valve", "Pi", "Wearable")) {
            assertThat(systems.find(new Target("sys-home", module, 1, ""))).isInstanceOf(Systems.Found.class);
        }
    }

    @Test
    void noSystemsAtAllCanBeConfigured() {
        Config config = config("systems: {}");
        assertThat(SystemsConfig.read(config).find(new Target("sys-1234", "Display", 1, "")))
                .isEqualTo(Systems.Missing.SYSTEM);
        assertThat(config.problems()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithItsConfiguration() {
        Config config = config("""
                late-binding: perhaps
                value-encoding: xml
                keep-alive: 0s
                limits: {bindings: 0}
                systems:
                  s:
                    titel: x
                    modules:
                      - {device: a-1}
                      - {name: A}
                      - {name: A, device: "a 1"}
                      - {name: A, device: a-1, privileged: {power: root}}
                """);
        PlaceosConfig.read(config);
        assertThat(config.problems())
                .extracting(problem -> problem.line() + " " + problem.key())
                .containsExactlyInAnyOrder(
                        "1 late-binding",
                        "2 value-encoding",
                        "3 keep-alive",
                        "4 limits.bindings",
                        "7 systems.s.titel",
                        "9 systems.s.modules[0].name",
                        "10 systems.s.modules[1].device",
                        "11 systems.s.modules[2].device",
                        "12 systems.s.modules[3].privileged.power");
    }

    private static String device(Systems systems, String name, int index) {
        return Systems.module(systems.find(new Target("s", name, index, "")))
                .orElseThrow()
                .device()
                .value();
    }
}
