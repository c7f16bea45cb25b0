package dev.sluice.description;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceId;
import dev.sluice.protocol.Headers;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The devices as Things: {@code GET /things} is a page of their descriptions, {@code GET /things/ID} one of them,
 * {@code GET /things/ID/properties} its values by name, {@code …/properties/NAME} one of those, and
 * {@code GET /.well-known/wot} describes the directory. Whoever hangs the routes in decides who may see them. Called on event
 * loops; a page of many is made by the workers.
 */
public final class ThingPages {
    /** Media type of descriptions. */
    static final String TYPE = "application/td+json";

    /** Most descriptions in one answer. */
    static final int MOST = 1000;

    private static final int USUAL = 100;

    private final DeviceBus bus;
    private final Map<String, Protocol.Service> services;
    private final Supplier<List<Address>> addresses;
    private final boolean secured;
    private final Executor workers;

    /**
     * The pages.
     *
     * @param services by name of the protocol
     * @param addresses the open listeners
     * @param secured whether the listener that the routes are hung in wants a bearer token
     * @param workers for what takes longer than an event loop may; bounded, and refuses what is too much
     */
    public ThingPages(
            DeviceBus bus,
            Map<String, Protocol.Service> services,
            Supplier<List<Address>> addresses,
            boolean secured,
            Executor workers) {
        this.bus = bus;
        this.services = services;
        this.addresses = addresses;
        this.secured = secured;
        this.workers = workers;
    }

    public List<HttpRoute> routes() {
        return List.of(
                get(
                        "/.well-known/wot",
                        (request, parts) -> done(thing(descriptions().directory()))),
                get("/things", (request, parts) -> page(request)),
                get(
                        "/things/{id}",
                        (request, parts) -> done(found(parts)
                                .map(device -> thing(descriptions().of(device)))
                                .orElseGet(() -> unknown(parts)))),
                get(
                        "/things/{id}/properties",
                        (request, parts) -> done(found(parts)
                                .map(device -> Response.json(200, values(device).toString()))
                                .orElseGet(() -> unknown(parts)))),
                get(
                        "/things/{id}/properties/{name}",
                        (request, parts) -> done(found(parts)
                                .map(device -> value(device, parts.getOrDefault("name", "")))
                                .orElseGet(() -> unknown(parts)))));
    }

    private static HttpRoute get(String path, HttpRoute.Handler handler) {
        return HttpRoute.of(path, (request, parts) -> {
            if (request.method().equals("GET") || request.method().equals("HEAD")) {
                return handler.handle(request, parts);
            }
            return done(error(405, request.method() + " (expected: GET, HEAD)").with("Allow", "GET, HEAD"));
        });
    }

    private ThingDescription descriptions() {
        return new ThingDescription(services, addresses.get(), secured);
    }

    // ---- many

    private CompletionStage<Response> page(Request request) {
        Optional<Integer> limit = number(request, "limit", USUAL, 1, MOST);
        Optional<Integer> offset = number(request, "offset", 0, 0, Integer.MAX_VALUE);
        if (limit.isEmpty() || offset.isEmpty()) {
            return done(error(400, "limit, offset (expected: limit 1.." + MOST + ", offset from 0)"));
        }
        try {
            return CompletableFuture.supplyAsync(() -> page(limit.get(), offset.get()), workers);
        } catch (RejectedExecutionException e) {
            return done(error(503, "too many requests at once").with("Retry-After", "1"));
        }
    }

    private static Optional<Integer> number(Request request, String name, int usual, int least, int most) {
        try {
            int value = request.parameter(name).map(Integer::valueOf).orElse(usual);
            return value >= least && value <= most ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Response page(int limit, int offset) {
        List<Device> all = bus.list(device -> true);
        ThingDescription descriptions = descriptions();
        ArrayNode things = Json.array();
        all.stream().skip(offset).limit(limit).map(descriptions::of).forEach(things::add);
        Response response = Response.json(200, things.toString());
        long next = (long) offset + limit;
        return next < all.size()
                ? response.with("Link", "</things?offset=" + next + "&limit=" + limit + ">; rel=\"next\"")
                : response;
    }

    // ---- one

    private Optional<Device> found(Map<String, String> parts) {
        String id = parts.getOrDefault("id", "");
        return DeviceId.isValid(id) ? bus.find(new DeviceId(id)) : Optional.empty();
    }

    private static ObjectNode values(Device device) {
        ObjectNode values = Json.object();
        device.attributes().forEach((name, attribute) -> values.set(name, attribute.value()));
        return values;
    }

    private static Response value(Device device, String name) {
        return device.value(name)
                .map(value -> Response.json(200, value.toString()))
                .orElseGet(() -> error(
                        404,
                        "no value of '" + Json.echo(name) + "' now (expected: one of "
                                + String.join(", ", device.attributes().keySet()) + ")"));
    }

    private static Response unknown(Map<String, String> parts) {
        String id = Json.echo(parts.getOrDefault("id", ""));
        return error(404, "no device '" + id + "' (expected: one of GET /things)");
    }

    private static Response thing(JsonNode description) {
        byte[] body = description.toString().getBytes(StandardCharsets.UTF_8);
        return new Response(200, Headers.of("Content-Type", TYPE), body);
    }

    private static Response error(int status, String message) {
        return Response.json(status, Json.object().put("error", message).toString());
    }

    private static CompletionStage<Response> done(Response response) {
        return CompletableFuture.completedFuture(response);
    }
}
