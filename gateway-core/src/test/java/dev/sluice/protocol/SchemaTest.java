package dev.sluice.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.device.Profile;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final Payload SAMPLE = Payload.of("{\"event\":\"state\",\"data\":{\"flow\":1.5,\"siren\":false}}");

    @Test
    void takesNamesAndTypesFromAMessage() {
        assertThat(Schema.like(SAMPLE, "event"))
                .hasToString("{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
                        + "\"event\":{\"const\":\"state\"},"
                        + "\"data\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
                        + "\"flow\":{\"type\":\"number\"},\"siren\":{\"type\":\"boolean\"}},"
                        + "\"required\":[\"flow\",\"siren\"]}},"
                        + "\"required\":[\"event\",\"data\"]}");
    }

    @Test
    void saysMoreAboutAMemberThatIsThere() {
        Schema schema =
                Schema.like(SAMPLE).at("data.flow", Schema.number().from(0)).without("data.siren");
        assertThat(schema.json().at("/properties/data/properties/flow/minimum").intValue())
                .isZero();
        assertThat(schema.json().at("/properties/data/required").toString()).isEqualTo("[\"flow\"]");
    }

    @Test
    void refusesAMemberThatTheMessageDoesNotHave() {
        assertThatThrownBy(() -> Schema.like(SAMPLE).at("data.pressure", Schema.number()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no member 'data.pressure'");
        assertThatThrownBy(() -> Schema.like(SAMPLE).without("date.flow")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesRangesFromAProfile() {
        assertThat(Schema.of(Profile.named("valve").attributes().get("led-brightness")))
                .hasToString("{\"type\":\"integer\",\"minimum\":0,\"maximum\":100,"
                        + "\"description\":\"Brightness of the light\"}");
    }
}
