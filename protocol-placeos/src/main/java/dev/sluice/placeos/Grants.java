package dev.sluice.placeos;

import dev.sluice.placeos.PlaceosConfig.Lifetimes;
import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Headers;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /auth/token}: trades a password, or a token made for that, for a bearer token (RFC 6749, sections 4.3 and 6).
 * Pages of any origin may ask: without a secret of its own a request gets nothing. Safe for use by any thread.
 *
 * <p>Refresh tokens are signed tokens of a realm of their own, so that nothing needs to be kept, and neither kind is taken for
 * the other.
 */
final class Grants {
    /** Where the client asks by default, and where applications of PlaceOS send it. */
    static final List<String> PATHS = List.of("/auth/token", "/auth/oauth/token");

    static final String REFRESH_REALM = PlaceosProvider.NAME + "-refresh";

    private final Authenticator authenticator;
    private final Lifetimes lifetimes;

    Grants(Authenticator authenticator, Lifetimes lifetimes) {
        this.authenticator = authenticator;
        this.lifetimes = lifetimes;
    }

    List<HttpRoute> routes() {
        return PATHS.stream().map(path -> HttpRoute.of(path, this::handle)).toList();
    }

    private CompletionStage<Response> handle(Request request, Map<String, String> parts) {
        return switch (request.method()) {
            case "POST" ->
                grant(request).thenApply(response -> forAnyOrigin(response)
                        .with("Cache-Control", "no-store")
                        .with("Pragma", "no-cache"));
            case "OPTIONS" ->
                done(forAnyOrigin(new Response(204, Headers.none(), new byte[0]))
                        .with("Access-Control-Allow-Methods", "POST")
                        .with("Access-Control-Allow-Headers", "Authorization, Content-Type")
                        .with("Access-Control-Max-Age", "600"));
            default ->
                done(forAnyOrigin(error(405, "invalid_request", "method not allowed (expected: POST)"))
                        .with("Allow", "POST, OPTIONS"));
        };
    }

    private CompletionStage<Response> grant(Request request) {
        Map<String, String> given;
        try {
            given = parameters(request);
        } catch (IllegalArgumentException e) {
            return done(error(400, "invalid_request", "body is not well encoded (expected: a form)"));
        }
        return switch (given.getOrDefault("grant_type", "")) {
            case "password" -> byPassword(authenticator.from(request.remote().getAddress()), given);
            case "refresh_token" ->
                byRefreshToken(
                        authenticator.from(request.remote().getAddress()), given.getOrDefault("refresh_token", ""));
            default -> done(error(400, "unsupported_grant_type", "grant_type (expected: password or refresh_token)"));
        };
    }

    /** The client puts a password's parameters into the query, a refresh token's into the body. */
    private static Map<String, String> parameters(Request request) {
        Map<String, String> given = new HashMap<>();
        for (String pair : new String(request.body(), StandardCharsets.UTF_8).split("&")) {
            String[] parts = pair.split("=", 2);
            given.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
        }
        request.query()
                .keySet()
                .forEach(name -> given.put(name, request.parameter(name).orElse("")));
        return given;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private CompletionStage<Response> byPassword(Authenticator judge, Map<String, String> given) {
        String user = given.getOrDefault("username", "");
        String password = given.getOrDefault("password", "");
        return judge.password(PlaceosProvider.NAME, user, password).thenApply(principal -> principal
                .map(this::tokens)
                .orElseGet(() -> error(400, "invalid_grant", "wrong username or password")));
    }

    private CompletionStage<Response> byRefreshToken(Authenticator judge, String token) {
        return judge.bearer(REFRESH_REALM, token).thenApply(bearer -> bearer.filter(Grants::isMadeHere)
                .map(Bearer::principal)
                .map(this::tokens)
                .orElseGet(() -> error(400, "invalid_grant", "unusable refresh_token")));
    }

    /** Tokens that name no realm are good for any, but not to live on for ever. */
    private static boolean isMadeHere(Bearer bearer) {
        JsonNode realm = bearer.claims().get("realm");
        return realm != null && realm.isString() && realm.stringValue().equals(REFRESH_REALM);
    }

    private Response tokens(Principal principal) {
        Optional<String> access = authenticator.issue(PlaceosProvider.NAME, principal, lifetimes.access());
        Optional<String> refresh = authenticator.issue(REFRESH_REALM, principal, lifetimes.refresh());
        if (access.isEmpty() || refresh.isEmpty()) {
            return error(
                    400, "unsupported_grant_type", "this gateway makes no tokens (its configuration leaves HS256 out)");
        }
        return Response.json(
                200,
                Json.object()
                        .put("access_token", access.get())
                        .put("token_type", "Bearer")
                        .put("expires_in", lifetimes.access().toSeconds())
                        .put("refresh_token", refresh.get())
                        .put("scope", "public")
                        .toString());
    }

    private static Response forAnyOrigin(Response response) {
        return response.with("Access-Control-Allow-Origin", "*");
    }

    private static Response error(int status, String error, String description) {
        return Response.json(
                status,
                Json.object()
                        .put("error", error)
                        .put("error_description", description)
                        .toString());
    }

    private static CompletionStage<Response> done(Response response) {
        return CompletableFuture.completedFuture(response);
    }
}
