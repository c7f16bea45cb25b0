package dev.sluice.biometric;

import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.PathPattern;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import java.util.concurrent.CompletionStage;

/** One address of the streams. Everybody may connect: who a client is comes with IDENTIFY. */
final class BiometricEndpoint implements Endpoint {
    private final PathPattern path;
    private final BiometricSession.House house;
    private final Authenticator authenticator;

    BiometricEndpoint(String path, BiometricSession.House house, Authenticator authenticator) {
        this.path = PathPattern.of(path);
        this.house = house;
        this.authenticator = authenticator;
    }

    @Override
    public PathPattern path() {
        return path;
    }

    @Override
    public CompletionStage<Authentication> authenticate(Request handshake) {
        return Authentication.granted(Principal.ANONYMOUS);
    }

    @Override
    public Admission admit(Request handshake, Principal principal) {
        return Admission.accepted(new BiometricSession(
                house, authenticator.from(handshake.remote().getAddress())));
    }

    @Override
    public Limits limits() {
        return house.config().limits();
    }
}
