package dev.sluice.valve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.ApiMessage.Sender;
import dev.sluice.protocol.Text;
import dev.sluice.testkit.ApiCheck;
import dev.sluice.valve.ValveMessage.Refusal;
import org.junit.jupiter.api.Test;

class ValveApiTest {
    private final ApiDescription api = Valves.stage("echo-change-state: true\nunits: {flow: gpm, temperature: F}")
            .service()
            .api()
            .orElseThrow();

    @Test
    void examplesFitTheirOwnSchemas() {
        new ApiCheck(api).checkExamples();
    }

    @Test
    void theCodecTakesEveryExampleOfAClient() {
        api.messages(Sender.CLIENT).forEach(message -> message.examples()
                .forEach(example -> assertThat(ValveCodec.read(Text.of(message.wire(example))))
                        .as(message.name())
                        .isNotInstanceOf(Refusal.class)));
    }

    @Test
    void tellsTheUnitsOfTheConfiguration() {
        assertThat(api.messages().toString()).contains("\"const\":\"gpm\"", "\"const\":\"F\"", "\"const\":\"mbar\"");
    }
}
