package dev.sluice.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.config.Problem;
import dev.sluice.device.AdapterProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttConfigTest {
    @TempDir
    private Path directory;

    @Test
    void isFoundAsAPlugIn() {
        assertThat(ServiceLoader.load(AdapterProvider.class))
                .extracting(AdapterProvider::type)
                .contains("mqtt");
    }

    @Test
    void theExampleOfTheGuideIsGood() throws IOException {
        String guide = Files.readString(Path.of("../docs/adapters/mqtt.md"));
        String example = guide.split("```yaml\n")[1].split("```")[0];
        Files.writeString(directory.resolve("mqtt-password"), "secret\n");

        Config config = Config.parse("mqtt.md", example, directory, Map.of());
        Config adapter = config.list("adapters").get(0);
        assertThat(adapter.text("type")).contains("mqtt");
        MqttConfig read = MqttConfig.read(adapter);

        assertThat(config.problems()).isEmpty();
        assertThat(read.devices()).extracting(device -> device.id().value()).containsExactly("cellar-pump", "valve-2");
        assertThat(read.conventions().homie()).contains("homie/5");
    }

    @Test
    void everythingHasADefault() {
        MqttConfig read = World.read("");

        assertThat(read.broker().name()).isEqualTo("localhost:1883");
        assertThat(read.devices()).isEmpty();
        assertThat(read.publishing().on()).isFalse();
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        Config config = Config.parse("test.yaml", """
                broker: {port: 0, tls: files, version: 4, password-file: nowhere, status-topic: a/+}
                devices:
                  - {id: a b}
                  - {attributes: {x: {type: much}}}
                  - {id: x, profile: toaster, kind: y, colour: red}
                  - {id: x, attributes: {n: {topic: n/#, type: number, map: {a: b}, initial: c, pointer: flow, factor: 0}}}
                  - id: v
                    profile: temperature
                    actions: {go: {topic: v/go, payload: '${speed}'}}
                limits: {payload-size: 1}
                """, directory, Map.of());
        MqttConfig.read(config);

        assertThat(config.problems())
                .extracting(Problem::toString)
                .map(problem -> problem.replace(directory.toString(), "DIR"))
                .contains(
                        "test.yaml:1: broker.port: found '0' (expected: integer 1..65535)",
                        "test.yaml:1: broker.ca: found nothing (expected: path of a PEM file, since tls is files)",
                        "test.yaml:1: broker.version: found '4' (expected: one of auto, 5, 3.1.1)",
                        "test.yaml:1: broker.password-file: found 'DIR/nowhere' (expected: a file that can be read)",
                        "test.yaml:1: broker.user: found nothing (expected: the user whose password is in password-file)",
                        "test.yaml:1: broker.status-topic: found 'a/+' (expected: a topic without + and #, such as"
                                + " cellar/valve/state)",
                        "test.yaml:3: devices[0].id: found 'a b' (expected: 1 to 128 characters of A-Z a-z 0-9 . _ : -)",
                        "test.yaml:4: devices[1].id: found nothing (expected: the device's id, such as valve-1)",
                        "test.yaml:4: devices[1].attributes.x.type: found 'much' (expected: one of number, integer, text,"
                                + " flag, list, object)",
                        "test.yaml:4: devices[1].attributes.x.topic: found nothing (expected: a topic, such as"
                                + " cellar/valve/state)",
                        "test.yaml:5: devices[2].profile: found 'toaster' (expected: the name of a device profile, such as"
                                + " valve)",
                        "test.yaml:6: devices[3].id: found 'x' a second time (expected: an id of its own for each device)",
                        "test.yaml:6: devices[3].attributes.n.initial: found 'c' (expected: number)",
                        "test.yaml:6: devices[3].attributes.n.factor: found '0' (expected: a number that is not 0)",
                        "test.yaml:6: devices[3].attributes.n.map.a: found 'b' (expected: number)",
                        "test.yaml:6: devices[3].attributes.n.pointer: found 'flow' (expected: a JSON pointer, such as"
                                + " /state/flow)",
                        "test.yaml:7: devices[4].attributes: found nothing about temperature (expected: topic or initial of"
                                + " each attribute that profile temperature requires)",
                        "test.yaml:9: devices[4].actions.go.payload: found ${speed} (expected: no arguments)",
                        "test.yaml:10: limits.payload-size: found '1' (expected: bytes 64..16777216, such as 4096, 64KiB,"
                                + " 1MiB)");
    }
}
