package dev.sluice.transport;

import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whether a handshake is let in, in three steps: whether it may ask at all, who asks, what the endpoint says to that. Called on the
 * connection's event loop; who asks may be found out elsewhere.
 */
final class Entrance {
    private final House house;

    Entrance(House house) {
        this.house = house;
    }

    /** What a step came to. */
    sealed interface Verdict {
        record Refused(Refusal reason, Response response) implements Verdict {}

        /** It may ask; who it is, is not known yet. */
        record Heard(Routes.Socket socket) implements Verdict {}

        /** It has a place, which its session gives back. */
        record Admitted(Routes.Socket socket, Authentication.Granted granted, Admission.Accepted accepted)
                implements Verdict {}
    }

    Verdict hear(Request request, boolean http11) {
        Optional<Response> fault = Handshake.fault(request, http11);
        if (fault.isPresent()) {
            return new Verdict.Refused(Refusal.HANDSHAKE, fault.get());
        }
        Optional<Routes.Socket> socket = house.routes().socket(request);
        if (socket.isEmpty()) {
            return new Verdict.Refused(
                    Refusal.PATH, Response.text(404, "no WebSocket here; GET / lists what is served\n"));
        }
        List<String> more = new ArrayList<>(house.ownPages().apply(request));
        more.addAll(socket.get().endpoint().origins());
        return house.origins()
                .refused(request, more)
                .<Verdict>map(stranger -> new Verdict.Refused(Refusal.ORIGIN, PageDesk.notForPagesOf(stranger)))
                .orElseGet(() -> new Verdict.Heard(socket.get()));
    }

    CompletionStage<Authentication> authenticate(Request request, Routes.Socket socket) {
        Optional<String> ticket = request.parameter("ticket");
        if (ticket.isEmpty()) {
            return socket.endpoint().authenticate(request);
        }
        return house.guesses()
                .look(request.remote().getAddress(), () -> house.tickets().redeem(ticket.get(), socket.protocol()))
                .<CompletionStage<Authentication>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> Authentication.denied(Response.json(
                        401, "{\"error\":\"ticket unknown, used or expired (POST /auth/ticket gives one)\"}")));
    }

    Verdict admit(Request request, Routes.Socket socket, Authentication answer) {
        if (answer instanceof Authentication.Denied denied) {
            return new Verdict.Refused(Refusal.CREDENTIALS, denied.response());
        }
        Authentication.Granted granted = whoever((Authentication.Granted) answer, request);
        Principal principal = granted.principal();
        Admission admission = socket.endpoint().admit(request, principal);
        if (admission instanceof Admission.Refused refused) {
            return new Verdict.Refused(Refusal.ADMISSION, refused.response());
        }
        Admission.Accepted accepted = (Admission.Accepted) admission;
        return socket.gate()
                .enter(principal)
                .<Verdict>map(full -> new Verdict.Refused(Refusal.FULL, full))
                .orElseGet(() -> new Verdict.Admitted(socket, granted, accepted));
    }

    /** Where nothing was asked for, a certificate that was shown all the same tells who it is. */
    private static Authentication.Granted whoever(Authentication.Granted granted, Request request) {
        return granted.principal().equals(Principal.ANONYMOUS)
                ? request.certificate().map(Authentication.Granted::new).orElse(granted)
                : granted;
    }
}
