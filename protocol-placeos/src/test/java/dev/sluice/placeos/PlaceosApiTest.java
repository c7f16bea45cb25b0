package dev.sluice.placeos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.ApiMessage;
import dev.sluice.protocol.ApiMessage.Sender;
import dev.sluice.protocol.Text;
import dev.sluice.testkit.ApiCheck;
import org.junit.jupiter.api.Test;

class PlaceosApiTest {
    private final ApiDescription api = Rooms.stage().service().api().orElseThrow();

    @Test
    void examplesFitTheirOwnSchemas() {
        new ApiCheck(api).checkExamples();
    }

    @Test
    void theCodecTakesEveryExampleOfAClient() {
        api.messages(Sender.CLIENT).stream()
                .filter(message -> message.form() == ApiMessage.Form.JSON) // ping has its way around the codec
                .forEach(message -> message.examples()
                        .forEach(example -> assertThat(PlaceosCodec.read(Text.of(message.wire(example))))
                                .as(message.name())
                                .isNotInstanceOf(PlaceosMessage.Malformed.class)));
    }
}
