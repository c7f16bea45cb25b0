package dev.sluice.admin;

import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.PathPattern;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code /api/events}: what devices say, live. With the mailbox of any other session, and so with its bounds. */
final class EventsEndpoint implements Endpoint {
    private static final PathPattern PATH = PathPattern.of("/api/events");
    private static final Limits LIMITS =
            Limits.DEFAULT.withMessagesPerSecond(20).withCallsInFlight(1);

    private final AdminGuard guard;

    EventsEndpoint(AdminGuard guard) {
        this.guard = guard;
    }

    @Override
    public PathPattern path() {
        return PATH;
    }

    @Override
    public CompletionStage<Authentication> authenticate(Request handshake) {
        return guard.authenticate(handshake);
    }

    /** Looks once more where the request comes from: with a ticket, nobody has. */
    @Override
    public Admission admit(Request handshake, Principal principal) {
        Optional<Response> fault = guard.fault(handshake);
        if (fault.isPresent()) {
            return Admission.refused(fault.get());
        }
        try {
            return Admission.accepted(new EventsSession(EventsFilter.of(handshake)));
        } catch (IllegalArgumentException e) {
            return Admission.refused(Answers.error(400, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public boolean compresses() {
        return true;
    }
}
