package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.ApiMessage;
import dev.sluice.protocol.ApiMessage.Sender;
import dev.sluice.protocol.Text;
import org.junit.jupiter.api.Test;

/** What every protocol's description of itself keeps. The test of a protocol extends this. */
public abstract class ApiContract {
    protected final ApiDescription api;
    private final Class<?> notUnderstood;

    /**
     * A contract for one protocol.
     *
     * @param notUnderstood what its codec makes of a text that says nothing
     */
    protected ApiContract(Stage stage, Class<?> notUnderstood) {
        this.api = stage.service().api().orElseThrow();
        this.notUnderstood = notUnderstood;
    }

    /** What the protocol's codec makes of a text. */
    protected abstract Object read(Text text);

    @Test
    public void examplesFitTheirOwnSchemas() {
        new ApiCheck(api).checkExamples();
    }

    @Test
    public void theCodecTakesEveryExampleOfAClient() {
        api.messages(Sender.CLIENT).stream()
                .filter(message -> message.form() == ApiMessage.Form.JSON) // plain ones have their way around the codec
                .forEach(message -> message.examples()
                        .forEach(example -> assertThat(read(Text.of(message.wire(example))))
                                .as(message.name())
                                .isNotInstanceOf(notUnderstood)));
    }
}
