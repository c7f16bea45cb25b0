package dev.sluice.biometric;

import dev.sluice.protocol.BasicCredentials;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.protocol.Services;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where tokens are fetched over HTTP: a developer shows id and key. Called on the event loop of whoever asks. */
final class TokenDesk {
    private static final String DEVELOPER_PATH = "/auth/developer";
    private static final String USER_PATH = "/auth/user";

    private final Tokens tokens;
    private final Services services;

    TokenDesk(Tokens tokens, Services services) {
        this.tokens = tokens;
        this.services = services;
    }

    List<HttpRoute> routes() {
        return List.of(
                HttpRoute.of(DEVELOPER_PATH, (request, parts) -> forDeveloper(request)),
                HttpRoute.of(USER_PATH, (request, parts) -> forUser(request)));
    }

    private CompletionStage<Response> forDeveloper(Request request) {
        return answer(request, Optional.empty());
    }

    private CompletionStage<Response> forUser(Request request) {
        Optional<String> user = request.parameter("id");
        if (!request.method().equals("POST")) {
            return answer(request, user);
        }
        if (user.isEmpty() || !UserId.isValid(user.get())) {
            String found = user.map(id -> "'" + Json.echo(id) + "'").orElse("nothing");
            return done(error(
                    400, "query parameter id: found " + found + " (expected: the user, " + UserId.EXPECTED + ")"));
        }
        return answer(request, user);
    }

    private CompletionStage<Response> answer(Request request, Optional<String> user) {
        if (!request.method().equals("POST")) {
            return done(error(405, "method: found " + request.method() + " (expected: POST)")
                    .with("Allow", "POST"));
        }
        Optional<BasicCredentials> given = credentials(request);
        if (given.isEmpty()) {
            return done(error(400, "found no developer (expected: headers dev-id and x-api-key, or HTTP Basic)"));
        }
        return services.authenticator()
                .from(request.remote().getAddress())
                .password(
                        BiometricProvider.NAME, given.get().user(), given.get().password())
                .thenApply(developer -> developer
                        .map(principal -> mint(principal, user))
                        .orElseGet(() -> error(403, "wrong dev-id or x-api-key")));
    }

    private static Optional<BasicCredentials> credentials(Request request) {
        Optional<String> developer = request.headers().first("dev-id");
        Optional<String> key = request.headers().first("x-api-key");
        return developer.isPresent() && key.isPresent()
                ? Optional.of(new BasicCredentials(developer.get(), key.get()))
                : BasicCredentials.of(request);
    }

    private Response mint(Principal developer, Optional<String> user) {
        return tokens.mint(new Grant(developer.name(), user))
                .map(token -> Response.json(
                                200, Json.object().put("token", token).toString())
                        .with("Cache-Control", "no-store"))
                .orElseGet(() -> error(503, "too many tokens wait to be used").with("Retry-After", "10"));
    }

    private static Response error(int status, String message) {
        return Response.json(status, Json.object().put("error", message).toString());
    }

    private static CompletionStage<Response> done(Response response) {
        return CompletableFuture.completedFuture(response);
    }
}
