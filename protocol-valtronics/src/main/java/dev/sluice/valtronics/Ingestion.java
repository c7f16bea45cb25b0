package dev.sluice.valtronics;

import dev.sluice.device.DeviceId;
import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.valtronics.HttpDevices.RefusedException;
import dev.sluice.valtronics.TelemetryPost.BadPostException;
import dev.sluice.valtronics.TelemetryPost.Item;
import dev.sluice.valtronics.ValtronicsConfig.IngestConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Telemetry in over HTTP, by devices that show a token of theirs ({@code "type":"device"}, the device as subject). Called on
 * the event loop of whoever asks.
 */
final class Ingestion {
    private static final String DEVICES = "/api/v1/devices/{id}/telemetry";
    private static final String ALL = "/api/v1/telemetry";
    private static final String SCHEME = "Bearer ";

    private final Authenticator authenticator;
    private final HttpDevices devices;
    private final IngestConfig config;
    private final DeviceRate rate;
    private final InstantSource clock;
    private final AtomicLong requests = new AtomicLong();

    Ingestion(Authenticator authenticator, HttpDevices devices, IngestConfig config, InstantSource clock) {
        this.authenticator = authenticator;
        this.devices = devices;
        this.config = config;
        this.rate = new DeviceRate(config.perSecond());
        this.clock = clock;
    }

    List<HttpRoute> routes() {
        return List.of(
                HttpRoute.of(DEVICES, (request, parts) -> post(request, id(parts), this::single)),
                HttpRoute.of(DEVICES + "/batch", (request, parts) -> post(request, id(parts), this::batch)),
                HttpRoute.of(ALL, (request, parts) -> post(request, Optional.empty(), this::single)),
                HttpRoute.of(ALL + "/", (request, parts) -> post(request, Optional.empty(), this::single)),
                HttpRoute.of(ALL + "/batch", (request, parts) -> post(request, Optional.empty(), this::batch)));
    }

    private interface Reader {
        List<Item> read(byte[] body) throws BadPostException;
    }

    private List<Item> single(byte[] body) throws BadPostException {
        return TelemetryPost.single(body, clock.instant());
    }

    private List<Item> batch(byte[] body) throws BadPostException {
        return TelemetryPost.batch(body, clock.instant(), config.batchItems());
    }

    private static Optional<String> id(Map<String, String> parts) {
        return Optional.of(parts.getOrDefault("id", ""));
    }

    /**
     * Answers a post.
     *
     * @param id the device that the path names, if it does
     */
    private CompletionStage<Response> post(Request request, Optional<String> id, Reader reader) {
        if (!request.method().equals("POST")) {
            return now(error(405, "METHOD_NOT_ALLOWED", "found another method (expected: POST)")
                    .with("Allow", "POST"));
        }
        Optional<String> token = request.headers()
                .first("Authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).trim());
        if (token.isEmpty()) {
            return now(unauthorized("found no token (expected: Authorization: Bearer and a device token)"));
        }
        return authenticator
                .from(request.remote().getAddress())
                .bearer(ValtronicsProvider.NAME, token.get())
                .thenApply(bearer -> bearer.filter(
                        known -> clock.instant().isBefore(known.expires()))
                .map(known -> take(request, id, known, reader))
                .orElseGet(() -> unauthorized("the token is not valid or has expired")));
    }

    private Response take(Request request, Optional<String> id, Bearer bearer, Reader reader) {
        String device = subject(bearer);
        boolean isOfDevice = claim(bearer, "type").equals("device") && DeviceId.isValid(device);
        if (!isOfDevice || !id.orElse(device).equals(device)) {
            return error(403, "AUTHORIZATION_ERROR", "the token is not one of this device");
        }
        if (!rate.takes(device, clock.instant())) {
            return error(429, "RATE_LIMIT_EXCEEDED", "more than " + config.perSecond() + " requests a second")
                    .with("Retry-After", "1");
        }
        try {
            List<Item> items = reader.read(request.body());
            if (!items.stream().allMatch(item -> item.device().orElse(device).equals(device))) {
                return error(403, "AUTHORIZATION_ERROR", "device_id: found another device than the token's");
            }
            devices.take(device, items);
            return accepted(device, items.size());
        } catch (BadPostException | RefusedException e) {
            return error(422, "VALIDATION_ERROR", String.valueOf(e.getMessage()));
        }
    }

    private static String subject(Bearer bearer) {
        String subject = claim(bearer, "sub");
        return subject.isEmpty() ? bearer.principal().name() : subject;
    }

    private static String claim(Bearer bearer, String name) {
        JsonNode value = bearer.claims().get(name);
        return value == null ? "" : value.asString("");
    }

    private Response accepted(String device, int readings) {
        ObjectNode body = Json.object().put("success", true);
        body.putObject("data").put("device_id", device).put("accepted", readings);
        return Response.json(200, body.put("timestamp", time()).toString());
    }

    private Response unauthorized(String message) {
        return error(401, "AUTHENTICATION_ERROR", message)
                .with("WWW-Authenticate", "Bearer realm=\"sluice valtronics\"");
    }

    /** The envelope of the maker's REST errors. */
    private Response error(int status, String code, String message) {
        ObjectNode body = Json.object().put("success", false);
        body.putObject("error").put("code", code).put("message", message).putObject("details");
        body.put("timestamp", time()).put("request_id", "valtronics-" + requests.incrementAndGet());
        return Response.json(status, body.toString());
    }

    private String time() {
        return ValtronicsCodec.text(clock.instant());
    }

    private static CompletionStage<Response> now(Response response) {
        return CompletableFuture.completedFuture(response);
    }
}
