package dev.sluice.valtronics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.ApiMessage.Sender;
import dev.sluice.protocol.Text;
import dev.sluice.testkit.ApiCheck;
import org.junit.jupiter.api.Test;

class ValtronicsApiTest {
    private final ApiDescription api = Sensors.stage().service().api().orElseThrow();

    @Test
    void examplesFitTheirOwnSchemas() {
        new ApiCheck(api).checkExamples();
    }

    @Test
    void theCodecTakesEveryExampleOfAClient() {
        api.messages(Sender.CLIENT).forEach(message -> message.examples()
                .forEach(example -> assertThat(ValtronicsCodec.read(Text.of(message.wire(example)), 50))
                        .as(message.name())
                        .isNotInstanceOf(ValtronicsMessage.Refusal.class)));
    }
}
