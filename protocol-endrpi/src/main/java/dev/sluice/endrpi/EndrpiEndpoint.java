package dev.sluice.endrpi;

import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.BasicCredentials;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.PathPattern;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import java.util.concurrent.CompletionStage;

/** One of the paths that speak Endrpi. On {@code /}, which the valve shares, whoever shows a password means the valve. */
final class EndrpiEndpoint implements Endpoint {
    private final PathPattern path;
    private final EndrpiConfig config;
    private final Board board;

    EndrpiEndpoint(String path, EndrpiConfig config, Board board) {
        this.path = PathPattern.of(path);
        this.config = config;
        this.board = board;
    }

    @Override
    public PathPattern path() {
        return path;
    }

    @Override
    public boolean recognises(Request handshake) {
        return !handshake.path().equals("/")
                || (!BasicCredentials.presentIn(handshake)
                        && handshake.parameter("ticket").isEmpty());
    }

    @Override
    public CompletionStage<Authentication> authenticate(Request handshake) {
        return config.admits(handshake)
                ? Authentication.granted(Principal.ANONYMOUS)
                : Authentication.denied(EndrpiRest.notAllowed(handshake));
    }

    @Override
    public Admission admit(Request handshake, Principal principal) {
        return Admission.accepted(new EndrpiSession(board));
    }

    @Override
    public Limits limits() {
        return config.limits();
    }
}
