package dev.sluice.biometric;

import dev.sluice.protocol.Text;
import dev.sluice.testkit.ApiContract;

class BiometricApiTest extends ApiContract {
    BiometricApiTest() {
        super(Biometrics.stage(), BiometricMessage.Wrong.class);
    }

    @Override
    protected Object read(Text text) {
        return BiometricCodec.read(text);
    }
}
