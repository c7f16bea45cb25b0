package dev.sluice.valve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Text;
import dev.sluice.testkit.ApiContract;
import org.junit.jupiter.api.Test;

class ValveApiTest extends ApiContract {
    ValveApiTest() {
        super(Valves.stage("echo-change-state: true\nunits: {flow: gpm, temperature: F}"), ValveMessage.Refusal.class);
    }

    @Override
    protected Object read(Text text) {
        return ValveCodec.read(text);
    }

    @Test
    void tellsTheUnitsOfTheConfiguration() {
        assertThat(api.messages().toString()).contains("\"const\":\"gpm\"", "\"const\":\"F\"", "\"const\":\"mbar\"");
    }
}
