package dev.sluice.transport;

import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Headers;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.PathPattern;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code POST /auth/ticket}: shows the same credentials that a handshake would carry, and gets a ticket for
 * {@code ?ticket=…} instead. Pages of any origin may ask: without credentials of its own, set by hand, a request gets
 * nothing. A client's certificate does not count: browsers show it with every handshake, and at the wish of any page.
 */
final class TicketDesk implements HttpRoute {
    private static final PathPattern PATH = PathPattern.of("/auth/ticket");

    private final Tickets tickets;
    private final List<Routes.Socket> sockets;

    /** A desk for the protocols of one listener. */
    TicketDesk(Tickets tickets, List<Routes.Socket> sockets) {
        this.tickets = tickets;
        this.sockets = sockets;
    }

    @Override
    public PathPattern path() {
        return PATH;
    }

    @Override
    public CompletionStage<Response> handle(Request request, Map<String, String> parts) {
        return switch (request.method()) {
            case "POST" ->
                ask(request.withCertificate(Optional.empty()), 0, unauthorized())
                        .thenApply(TicketDesk::forAnyOrigin);
            case "OPTIONS" ->
                CompletableFuture.completedFuture(forAnyOrigin(new Response(204, Headers.none(), new byte[0]))
                        .with("Access-Control-Allow-Methods", "POST")
                        .with("Access-Control-Allow-Headers", "Authorization, Content-Type, X-API-Key")
                        .with("Access-Control-Max-Age", "600"));
            default ->
                CompletableFuture.completedFuture(
                        Response.json(405, "{\"error\":\"method not allowed (expected: POST)\"}")
                                .with("Allow", "POST, OPTIONS"));
        };
    }

    /** Asks one endpoint after another who this is; the first denial with a challenge is kept as the answer. */
    private CompletionStage<Response> ask(Request request, int next, Response denial) {
        if (next == sockets.size()) {
            return CompletableFuture.completedFuture(denial);
        }
        Routes.Socket socket = sockets.get(next);
        return socket.endpoint().authenticate(request).thenCompose(answer -> {
            if (answer instanceof Authentication.Granted granted
                    && !granted.principal().equals(Principal.ANONYMOUS)) {
                return CompletableFuture.completedFuture(issue(socket.protocol(), granted));
            }
            boolean first =
                    next == 0 || denial.headers().first("WWW-Authenticate").isEmpty();
            if (answer instanceof Authentication.Denied denied) {
                return ask(request, behind(socket.protocol(), next), first ? denied.response() : denial);
            }
            return ask(request, next + 1, denial);
        });
    }

    /** Where the next protocol begins: what one endpoint denies, the others of its protocol need not look at as well. */
    private int behind(String protocol, int socket) {
        int next = socket;
        while (next < sockets.size() && sockets.get(next).protocol().equals(protocol)) {
            next++;
        }
        return next;
    }

    private Response issue(String protocol, Authentication.Granted granted) {
        return tickets.issue(protocol, granted)
                .map(ticket -> Response.json(
                        200, "{\"ticket\":\"" + ticket + "\",\"expires_in\":" + Tickets.LIFETIME.toSeconds() + "}"))
                .orElseGet(() -> Response.json(503, "{\"error\":\"too many tickets are out\"}")
                        .with("Retry-After", "30"))
                .with("Cache-Control", "no-store");
    }

    private static Response unauthorized() {
        return Response.json(401, "{\"error\":\"no credentials that any protocol here knows\"}");
    }

    private static Response forAnyOrigin(Response response) {
        return response.with("Access-Control-Allow-Origin", "*");
    }
}
