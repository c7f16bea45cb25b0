package dev.sluice.valtronics;

import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.PathPattern;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One address. Everybody may connect, since tokens come in the first message; who connects too often is refused before the
 * upgrade, because clients that lose a connection come back at once. Called on the event loop of whoever asks.
 */
final class ValtronicsEndpoint implements Endpoint {
    private final PathPattern path;
    private final Optional<Channel> channel;
    private final Facilities facilities;
    private final InstantSource clock;

    /**
     * An endpoint.
     *
     * @param channel what it is specialised in, if anything
     */
    ValtronicsEndpoint(String path, Optional<Channel> channel, Facilities facilities, InstantSource clock) {
        this.path = PathPattern.of(path);
        this.channel = channel;
        this.facilities = facilities;
        this.clock = clock;
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
        return facilities
                .connects()
                .next(handshake.remote().getAddress(), clock.instant())
                .map(wait -> Admission.refused(tooMany(wait)))
                .orElseGet(() -> Admission.accepted(new ValtronicsSession(
                        facilities,
                        facilities.authenticator().from(handshake.remote().getAddress()),
                        channel)));
    }

    private Response tooMany(Duration wait) {
        String problem =
                "more than " + facilities.config().connectsPerMinute() + " connections a minute from this address";
        return error(429, problem)
                .with("Retry-After", Long.toString(wait.plusMillis(999).toSeconds()));
    }

    private static Response error(int status, String message) {
        return Response.json(status, "{\"error\":\"" + message + "\"}");
    }

    @Override
    public Limits limits() {
        return facilities.config().transport();
    }

    /** What the session answers with an error; the transport has more patience. */
    @Override
    public Limits promised() {
        ValtronicsConfig config = facilities.config();
        return limits().with(limits -> limits.messageBytes(config.messages().bytes())
                .messagesPerSecond(config.messages().perSecond())
                .connectionsPerUser(config.connectionsPerUser()));
    }

    @Override
    public List<String> origins() {
        return facilities.config().origins();
    }

    @Override
    public boolean compresses() {
        return facilities.config().compresses();
    }
}
