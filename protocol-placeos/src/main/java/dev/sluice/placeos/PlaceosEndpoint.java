package dev.sluice.placeos;

import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.Headers;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.PathPattern;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One address of the real-time WebSocket. Called on the event loop of whoever asks. */
final class PlaceosEndpoint implements Endpoint {
    /** Where PlaceOS serves, and where its client looks if the authority names no version of 2 to 9. */
    static final List<String> PATHS = List.of("/api/engine/v2/systems/control", "/control/websocket");

    /** One of these a token must have, if it has scopes at all. */
    private static final Set<String> SCOPES =
            Set.of("public", "public.write", "systems", "systems.write", "control", "control.write");

    private static final String EXPECTED =
            "X-API-Key, api-key in query or cookie, Authorization: Bearer, bearer_token in query or cookie";

    private final PathPattern path;
    private final House house;
    private final Authenticator authenticator;

    PlaceosEndpoint(String path, House house, Authenticator authenticator) {
        this.path = PathPattern.of(path);
        this.house = house;
        this.authenticator = authenticator;
    }

    @Override
    public PathPattern path() {
        return path;
    }

    @Override
    public Limits limits() {
        return house.config().limits();
    }

    @Override
    public CompletionStage<Authentication> authenticate(Request handshake) {
        Optional<Credentials> shown = Credentials.in(handshake);
        Authenticator judge = authenticator.from(handshake.remote().getAddress());
        if (shown.isPresent() && shown.get() instanceof Credentials.Key key) {
            return judge.key(PlaceosProvider.NAME, key.key()).thenApply(PlaceosEndpoint::byKey);
        }
        if (shown.isPresent() && shown.get() instanceof Credentials.Token token) {
            return judge.bearer(PlaceosProvider.NAME, token.token()).thenApply(PlaceosEndpoint::byToken);
        }
        return Authentication.denied(unauthorized("no credentials (expected: " + EXPECTED + ")"));
    }

    private static Authentication byKey(Optional<Principal> owner) {
        return owner.<Authentication>map(Authentication.Granted::new)
                .orElseGet(() -> new Authentication.Denied(unauthorized("unknown X-API-Key")));
    }

    private static Authentication byToken(Optional<Bearer> bearer) {
        if (bearer.isEmpty()) {
            return new Authentication.Denied(
                    unauthorized("unusable bearer token (expected: one that is signed, for us, and not expired)"));
        }
        return mayControl(bearer.get())
                ? new Authentication.Granted(bearer.get().principal())
                : new Authentication.Denied(new Response(403, Headers.none(), new byte[0]));
    }

    private static boolean mayControl(Bearer bearer) {
        JsonNode scope = bearer.claims().get("scope");
        return scope == null || scopes(scope).anyMatch(SCOPES::contains);
    }

    private static Stream<String> scopes(JsonNode claim) {
        return claim.isString()
                ? Arrays.stream(claim.stringValue().split(" "))
                : claim.valueStream().filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    private static Response unauthorized(String problem) {
        return error(401, problem).with("WWW-Authenticate", "Bearer realm=\"sluice placeos\"");
    }

    @Override
    public Admission admit(Request handshake, Principal principal) {
        Optional<String> wanted = handshake.parameter("value_encoding");
        Optional<ValueEncoding> encoding =
                wanted.isEmpty() ? Optional.of(house.config().valueEncoding()) : encoding(wanted.get());
        if (encoding.isEmpty()) {
            String found = "value_encoding: '" + Json.echo(wanted.orElse("")) + "' (expected: raw or string)";
            return Admission.refused(error(400, found));
        }
        return Admission.accepted(new PlaceosSession(house, handshake.remote().getAddress(), encoding.get()));
    }

    private static Optional<ValueEncoding> encoding(String name) {
        return Arrays.stream(ValueEncoding.values())
                .filter(encoding -> encoding.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    private static Response error(int status, String problem) {
        return Response.json(status, Json.object().put("error", problem).toString());
    }
}
