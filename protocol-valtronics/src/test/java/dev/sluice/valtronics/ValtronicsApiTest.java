package dev.sluice.valtronics;

import dev.sluice.protocol.Text;
import dev.sluice.testkit.ApiContract;

class ValtronicsApiTest extends ApiContract {
    ValtronicsApiTest() {
        super(Sensors.stage(), ValtronicsMessage.Refusal.class);
    }

    @Override
    protected Object read(Text text) {
        return ValtronicsCodec.read(text, 50);
    }
}
