package dev.sluice.endrpi;

import dev.sluice.protocol.Text;
import dev.sluice.testkit.ApiContract;

class EndrpiApiTest extends ApiContract {
    EndrpiApiTest() {
        super(PiStage.create(), EndrpiRequest.Bad.class);
    }

    @Override
    protected Object read(Text text) {
        return EndrpiCodec.decode(text);
    }
}
