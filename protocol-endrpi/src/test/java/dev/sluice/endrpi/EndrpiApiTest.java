package dev.sluice.endrpi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.ApiMessage.Sender;
import dev.sluice.protocol.Text;
import dev.sluice.testkit.ApiCheck;
import org.junit.jupiter.api.Test;

class EndrpiApiTest {
    private final ApiDescription api = PiStage.create().service().api().orElseThrow();

    @Test
    void examplesFitTheirOwnSchemas() {
        new ApiCheck(api).checkExamples();
    }

    @Test
    void theCodecTakesEveryExampleOfAClient() {
        api.messages(Sender.CLIENT).forEach(message -> message.examples()
                .forEach(example -> assertThat(EndrpiCodec.decode(Text.of(message.wire(example))))
                        .as(message.name())
                        .isNotInstanceOf(EndrpiRequest.Bad.class)));
    }
}
