package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Outcome;
import dev.sluice.device.Profile;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.ManualScheduler;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    private static final Profile PROFILE =
            Profile.read("lamp", new ByteArrayInputStream("""
                    actions:
                      shine: {arguments: {on: {type: flag}}}
                    """.getBytes(StandardCharsets.UTF_8)));

    private final ManualScheduler scheduler = new ManualScheduler();
    private final LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));

    @Test
    void carriesOutEachStepAtItsTime() {
        Scenario scenario = scenario("""
                - {at: 1s, device: lamp, action: shine, arguments: {on: true}}
                - {at: 500ms, device: nobody, action: shine}
                """);
        try (FakeDevice lamp =
                new FakeDevice(new DeviceDescriptor(new DeviceId("lamp"), PROFILE, "Lamp", Map.of()), bus, scheduler)) {
            scenario.start(scheduler);
            scheduler.advance(Duration.ofMillis(999));
            assertThat(lamp.received()).isNull();
            assertThat(scenario.json().path("steps").path(1).path("outcome").asString())
                    .isEqualTo("refused");
            scheduler.advance(Duration.ofMillis(1));
            assertThat(lamp.received().arguments().path("on").booleanValue()).isTrue();
            assertThat(lamp.received().issuer()).isEqualTo("admin:test");
            assertThat(scenario.isRunning()).isTrue();
            lamp.answer(Outcome.DONE);
            assertThat(scenario.isRunning()).isFalse();
            assertThat(scenario.json().path("state").asString()).isEqualTo("finished");
        }
    }

    @Test
    void beginsNothingOnceItIsStopped() {
        Scenario scenario = scenario("[{\"at\": \"1h\", \"device\": \"lamp\", \"action\": \"shine\"}]");
        scenario.start(scheduler);
        scenario.stop();
        assertThat(scheduler.pending()).isZero();
        assertThat(scenario.json().path("state").asString()).isEqualTo("stopped");
    }

    @Test
    void saysWhichStepIsWrong() {
        assertWrong("text", "steps: something else (expected: a list of 1 to 1000 steps");
        assertWrong("[]", "steps: something else");
        assertWrong("- {device: lamp", "steps: no YAML");
        assertWrong("- {device: lamp, action: shine}\n- {device: lamp}", "step 2: no action");
        assertWrong("- {device: 'a b', action: shine}", "step 1: device 'a b'");
        assertWrong("- {at: soon, device: lamp, action: shine}", "step 1: at 'soon'");
        assertWrong("- {at: 25h, device: lamp, action: shine}", "step 1: at '25h'");
        assertWrong("- {when: 1s, device: lamp, action: shine}", "step 1: 'when'");
        assertWrong("- {device: lamp, action: shine, arguments: 3}", "step 1: arguments");
    }

    private static void assertWrong(String steps, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScenarioStep.list(steps))
                .withMessageContaining(message);
    }

    private Scenario scenario(String text) {
        List<ScenarioStep> steps = ScenarioStep.list(text);
        return new Scenario(bus, "admin:test", steps);
    }
}
