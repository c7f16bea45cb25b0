package dev.sluice.endrpi;

import dev.sluice.device.Device;
import dev.sluice.endrpi.EndrpiRequest.PinUpdate;
import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Headers;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.protocol.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The REST routes that the WebSocket mirrors: the same models without the envelope. */
final class EndrpiRest {
    private final EndrpiConfig config;
    private final Board board;

    EndrpiRest(EndrpiConfig config, Board board) {
        this.config = config;
        this.board = board;
    }

    List<HttpRoute> routes() {
        return List.of(
                route("/system", (request, parts) -> reading(request, SystemPart.PLATFORM.error(), this::system)),
                route("/system/{part}", (request, parts) -> part(request, parts.getOrDefault("part", ""))),
                route("/pins", (request, parts) -> reading(request, board.awayMessage(), this::pins)),
                route(
                        "/pins/",
                        (request, parts) -> now(new Response(307, Headers.of("Location", "/pins"), new byte[0]))),
                route("/pins/{id}", (request, parts) -> pin(request, parts.getOrDefault("id", ""))));
    }

    static Response notAllowed(Request request) {
        return message(403, "Clients from " + request.remote().getAddress().getHostAddress() + " are not served");
    }

    private HttpRoute route(String path, HttpRoute.Handler handler) {
        return HttpRoute.of(
                path,
                (request, parts) -> config.admits(request) ? handler.handle(request, parts) : now(notAllowed(request)));
    }

    private interface Reading {
        Response of(Device device);
    }

    private CompletionStage<Response> reading(Request request, String awayMessage, Reading reading) {
        if (!request.method().equals("GET")) {
            return now(methodNotAllowed("GET"));
        }
        return now(board.present().map(reading::of).orElseGet(() -> message(500, awayMessage)));
    }

    private Response system(Device device) {
        Optional<String> error = Arrays.stream(SystemPart.values())
                .flatMap(part -> part.error(device).stream())
                .findFirst();
        return error.map(text -> message(500, text))
                .orElseGet(() -> ok(out -> {
                    out.writeStartObject();
                    for (SystemPart part : SystemPart.values()) {
                        out.writeName(part.path());
                        part.write(out, device);
                    }
                    out.writeEndObject();
                }));
    }

    private CompletionStage<Response> part(Request request, String name) {
        Optional<SystemPart> known = Arrays.stream(SystemPart.values())
                .filter(part -> part.path().equals(name))
                .findFirst();
        if (known.isEmpty()) {
            return now(Response.json(404, "{\"detail\":\"Not Found\"}"));
        }
        return reading(request, known.get().error(), device -> known.get()
                .error(device)
                .map(text -> message(500, text))
                .orElseGet(() -> ok(out -> known.get().write(out, device))));
    }

    private Response pins(Device device) {
        return Board.unreadable(device, Pins.NAMES)
                .map(text -> message(500, text))
                .orElseGet(() -> ok(out -> Board.writePins(out, device, Pins.NAMES)));
    }

    private CompletionStage<Response> pin(Request request, String id) {
        boolean isPut = request.method().equals("PUT");
        if (!isPut && !request.method().equals("GET")) {
            return now(methodNotAllowed("GET, PUT"));
        }
        if (!Pins.isKnown(id)) {
            return now(message(404, "Pin with BCM pin number `" + Json.echo(id) + "` not found"));
        }
        if (isPut) {
            return put(request, id);
        }
        return reading(request, board.awayMessage(), device -> Board.unreadable(device, List.of(id))
                .map(text -> message(500, text))
                .orElseGet(() -> ok(out -> Pins.write(out, device.value(id).orElseThrow()))));
    }

    private CompletionStage<Response> put(Request request, String id) {
        JsonNode configuration;
        try {
            configuration = Json.read(new Text(request.body(), 0, request.body().length));
        } catch (BadJsonException e) {
            return now(message(400, "body is not JSON: " + e.getMessage()));
        }
        if (!Pins.hasShape(configuration)) {
            return now(message(
                    400,
                    "body is " + Json.echo(configuration)
                            + " (expected: {\"io\": \"INPUT\", \"pull\": \"FLOATING\"|\"UP\"|\"DOWN\"} or"
                            + " {\"io\": \"OUTPUT\", \"state\": 0|1})"));
        }
        Optional<String> error = Pins.error(configuration);
        if (error.isPresent()) {
            return now(message(400, error.get()));
        }
        ObjectNode pins = Json.object();
        pins.set(id, Pins.arguments(configuration));
        return board.configure(new PinUpdate(pins, Optional.empty()), "endrpi rest")
                .thenApply(failure -> failure.map(text -> message(text.equals(Pins.NOT_VALID) ? 400 : 500, text))
                        .orElseGet(
                                () -> message(200, "Pin configuration for pin `" + id + "` was updated successfully")));
    }

    private static Response methodNotAllowed(String allowed) {
        return Response.json(405, "{\"detail\":\"Method Not Allowed\"}").with("Allow", allowed);
    }

    private static Response message(int status, String text) {
        return json(status, out -> {
            out.writeStartObject();
            out.writeStringProperty("message", text);
            out.writeEndObject();
        });
    }

    private static Response ok(Consumer<JsonGenerator> body) {
        return json(200, body);
    }

    private static Response json(int status, Consumer<JsonGenerator> body) {
        return new Response(
                status,
                Headers.of("Content-Type", "application/json"),
                Json.write(body).bytes());
    }

    private static CompletionStage<Response> now(Response response) {
        return CompletableFuture.completedFuture(response);
    }
}
