package dev.sluice.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.ApiMessage.Sender;
import dev.sluice.protocol.Text;
import dev.sluice.testkit.ApiCheck;
import org.junit.jupiter.api.Test;

class BiometricApiTest {
    private final ApiDescription api = Biometrics.stage().service().api().orElseThrow();

    @Test
    void examplesFitTheirOwnSchemas() {
        new ApiCheck(api).checkExamples();
    }

    @Test
    void theCodecTakesEveryExampleOfAClient() {
        api.messages(Sender.CLIENT).forEach(message -> message.examples()
                .forEach(example -> assertThat(BiometricCodec.read(Text.of(message.wire(example))))
                        .as(message.name())
                        .isNotInstanceOf(BiometricMessage.Wrong.class)));
    }
}
