package dev.sluice.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

class ProfileTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void readsAttributesAndActionsInTheOrderOfTheFile() {
        Profile lamp = read("""
                attributes:
                  power: {type: number, unit: W, min: 0, max: 60.5, required: true, description: Power drawn}
                  colours: {type: list, values: [red, green]}
                actions:
                  dim:
                    description: Dim it
                    arguments:
                      percent: {type: integer, unit: "%", min: 0, max: 100, required: true}
                  flash: {}
                """);

        assertThat(lamp.kind()).isEqualTo("lamp");
        assertThat(lamp.attributes())
                .containsExactly(
                        Map.entry(
                                "power",
                                new ValueSpec(
                                        ValueSpec.Type.NUMBER,
                                        "W",
                                        OptionalDouble.of(0),
                                        OptionalDouble.of(60.5),
                                        List.of(),
                                        true,
                                        "Power drawn")),
                        Map.entry(
                                "colours",
                                new ValueSpec(
                                        ValueSpec.Type.LIST,
                                        "",
                                        OptionalDouble.empty(),
                                        OptionalDouble.empty(),
                                        List.of("red", "green"),
                                        false,
                                        "")));
        assertThat(lamp.actions()).containsOnlyKeys("dim", "flash");
        assertThat(lamp.actions().get("dim").description()).isEqualTo("Dim it");
        assertThat(lamp.actions().get("dim").arguments().get("percent").expected())
                .isEqualTo("integer 0..100");
        assertThat(lamp.actions().get("flash")).isEqualTo(new ActionSpec(Map.of(), ""));
    }

    @Test
    void comesWithAValveThatKnowsEverythingFromTheStart() {
        Profile valve = Profile.named("valve");

        assertThat(valve.attributes().values()).hasSize(11).allMatch(ValueSpec::required);
        assertThat(valve.actions()).containsOnlyKeys("set-valve", "set-siren", "set-led-brightness", "reboot");
    }

    @Test
    void comesWithARaspberryPiOfWhichNothingIsSure() {
        Profile pi = Profile.named("raspberry-pi");

        assertThat(pi.attributes().values()).hasSize(38).noneMatch(ValueSpec::required);
        assertThat(pi.attributes().keySet().stream().filter(name -> name.startsWith("GPIO")))
                .hasSize(25)
                .startsWith("GPIO2", "GPIO3", "GPIO4", "GPIO14")
                .endsWith("GPIO20", "GPIO21");
    }

    @Test
    void comesWithAWearableThatReportsWhatItCan() {
        Profile wearable = Profile.named("wearable");

        assertThat(wearable.attributes().values()).noneMatch(ValueSpec::required);
        assertThat(wearable.attributes().entrySet())
                .extracting(Map.Entry::getKey, entry -> entry.getValue().unit())
                .containsExactly(
                        tuple("heart-rate", "bpm"),
                        tuple("steps", ""),
                        tuple("distance", "m"),
                        tuple("floors-climbed", ""),
                        tuple("step-cadence", "1/s"),
                        tuple("speed", "m/s"),
                        tuple("acceleration", "m/s2"),
                        tuple("rotation-rate", "rad/s"));
        assertThat(wearable.actions()).isEmpty();
    }

    @Test
    void aListOfNumbersFitsAListOfAnything() {
        ArrayNode vector =
                JsonNodeFactory.instance.arrayNode().add(0.5).add(-9.0).add(1);

        assertThat(Profile.named("wearable").attribute("acceleration", vector, NOW))
                .isEqualTo(new Attribute(vector, "m/s2", NOW));
    }

    @Test
    void refusesAKindThatDoesNotExist() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Profile.named("toaster"))
                .withMessage("no device profile 'toaster'");
    }

    @Test
    void furtherActionsComeAfterItsOwn() {
        Profile valve = Profile.named("valve");
        ActionSpec leak = new ActionSpec(Map.of(), "Leak");

        Profile leaking = valve.with(Map.of("leak", leak));

        assertThat(leaking.kind()).isEqualTo("valve");
        assertThat(leaking.attributes()).isEqualTo(valve.attributes());
        assertThat(leaking.actions()).hasSize(5).containsEntry("leak", leak).containsAllEntriesOf(valve.actions());
        assertThat(valve.actions()).doesNotContainKey("leak");
    }

    @Test
    void givesAttributesTheirUnits() {
        assertThat(Profile.named("valve").attribute("pressure", IntNode.valueOf(4500), NOW))
                .isEqualTo(new Attribute(IntNode.valueOf(4500), "mbar", NOW));
    }

    @Test
    void refusesAttributesItDoesNotHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("attributes: {power: {type: number}, on: {type: flag}}")
                        .attribute("height", IntNode.valueOf(1), NOW))
                .withMessage("lamp has no attribute 'height' (expected one of: power, on)");
    }

    @Test
    void refusesValuesThatDoNotFit() {
        Profile valve = Profile.named("valve");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valve.attribute("water-flow", DoubleNode.valueOf(-1), NOW))
                .withMessage("valve attribute water-flow: -1.0 (expected: number 0..)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valve.attribute("valve", StringNode.valueOf("ajar"), NOW))
                .withMessage("valve attribute valve: \"ajar\" (expected: one of open, closed, opening, closing)");
    }

    private static Profile read(String yaml) {
        return Profile.read("lamp", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }
}
