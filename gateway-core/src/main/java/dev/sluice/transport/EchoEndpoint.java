package dev.sluice.transport;

import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.PathPattern;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.SessionHandler;
import dev.sluice.protocol.Text;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code /echo}: sends every message back as it came, and nothing else. For conformance suites, on the same way as every
 * other endpoint; served only where the configuration says so. Called on the connection's event loop.
 */
final class EchoEndpoint implements Endpoint {
    /** What it is called among the protocols. */
    static final String PROTOCOL = "diagnostics";

    static final PathPattern PATH = PathPattern.of("/echo");

    private static final int MESSAGE_BYTES = 16 * 1024 * 1024;
    private static final int FRAGMENTS = 65_536;

    /** Of any rate, one at a time; a few of the largest messages may wait for a slow reader. */
    private static final Limits LIMITS = Limits.DEFAULT.with(limits -> limits.messageBytes(MESSAGE_BYTES)
            .fragments(FRAGMENTS)
            .messagesPerSecond(0)
            .bytesPerSecond(0)
            .callsInFlight(1)
            .outboundBytes(4 * MESSAGE_BYTES));

    private EchoEndpoint() {}

    static Protocol.Service service() {
        return new Protocol.Service(
                List.of(new EchoEndpoint()), List.of(), new Protocol.Usage("none", "websocat {ws}" + PATH));
    }

    @Override
    public PathPattern path() {
        return PATH;
    }

    @Override
    public CompletionStage<Authentication> authenticate(Request handshake) {
        return Authentication.granted(Principal.ANONYMOUS);
    }

    @Override
    public Admission admit(Request handshake, Principal principal) {
        return Admission.accepted(new Echo());
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public boolean compresses() {
        return true;
    }

    private static final class Echo implements SessionHandler {
        @SuppressWarnings("NullAway.Init") // set by onOpen, which comes first
        private Session session;

        @Override
        public void onOpen(Session opened) {
            session = opened;
        }

        @Override
        public void onText(Text text) {
            session.send(Payload.of(text.toBytes()));
        }

        @Override
        public void onBinary(Binary message) {
            session.send(Payload.binary(message.toBytes()));
        }

        @Override
        public void onClose(int code, String reason) {
            // there is nothing to tidy up
        }
    }
}
