package dev.sluice.placeos;

import dev.sluice.protocol.Text;
import dev.sluice.testkit.ApiContract;

class PlaceosApiTest extends ApiContract {
    PlaceosApiTest() {
        super(Rooms.stage(), PlaceosMessage.Malformed.class);
    }

    @Override
    protected Object read(Text text) {
        return PlaceosCodec.read(text);
    }
}
