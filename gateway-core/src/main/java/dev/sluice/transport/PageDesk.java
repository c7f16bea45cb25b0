package dev.sluice.transport;

import dev.sluice.protocol.Json;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers plain HTTP: tickets, the pages of services, and a word to who is at the wrong door. Called on event loops. */
final class PageDesk {
    private final House house;

    PageDesk(House house) {
        this.house = house;
    }

    CompletionStage<Response> answer(Request request) {
        if (house.ticketDesk().path().match(request.path()).isPresent()) {
            return house.ticketDesk().handle(request, Map.of());
        }
        Optional<Routes.Page> page = house.routes().page(request);
        if (page.isPresent()) {
            Optional<String> stranger =
                    isRead(request) ? Optional.empty() : house.origins().refused(request, List.of());
            if (stranger.isPresent()) {
                return CompletableFuture.completedFuture(notForPagesOf(stranger.get()));
            }
            return page.get().route().handle(request, page.get().parts());
        }
        return CompletableFuture.completedFuture(ownPage(request));
    }

    private Response ownPage(Request request) {
        if (request.path().equals("/") && isRead(request)) {
            return IndexPage.of(house.routes(), request.headers().first("Host").orElse("localhost"), house.secure());
        }
        if (house.routes().hasSocket(request.path())) {
            return Response.text(426, "this path speaks WebSocket (expected: Upgrade: websocket)\n")
                    .with("Upgrade", "websocket")
                    .with("Sec-WebSocket-Version", "13");
        }
        return Response.text(404, "nothing here; GET / lists what is served\n");
    }

    /** Whether a request changes nothing; whether its answer may be seen is for the browser to enforce. */
    private static boolean isRead(Request request) {
        return Set.of("GET", "HEAD", "OPTIONS").contains(request.method());
    }

    /** To the page of an origin that is not admitted. */
    static Response notForPagesOf(String origin) {
        String error = "pages of '" + Json.echo(origin)
                + "' are not admitted here (expected: the same origin, or one of the configuration's origins)";
        return Response.json(403, Json.object().put("error", error).toString());
    }
}
