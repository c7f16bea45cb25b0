package dev.sluice.description;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * {@code GET /asyncapi} lists the documents, {@code GET /asyncapi/PROTOCOL.yaml} is one of them, {@code .json} the same for pages. Whoever hangs the routes in
 * decides who may see them. Safe for use by any thread; a document is made when it is first asked for, then kept: there is one
 * for each protocol, and what it is made of does not change while the gateway runs.
 */
public final class ApiPages {
    private static final String SUFFIX = ".yaml";
    private static final String JSON_SUFFIX = ".json";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .build();

    private final Map<String, Protocol.Service> services;
    private final Supplier<List<Address>> addresses;
    private final String release;
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();

    /**
     * The pages.
     *
     * @param services by name of the protocol
     * @param addresses the open listeners; first asked when the first document is
     * @param release the gateway's version
     */
    public ApiPages(Map<String, Protocol.Service> services, Supplier<List<Address>> addresses, String release) {
        this.services = services;
        this.addresses = addresses;
        this.release = release;
    }

    public List<HttpRoute> routes() {
        return List.of(
                HttpRoute.of("/asyncapi", (request, parts) -> answer(request, Optional.of(index()))),
                HttpRoute.of(
                        "/asyncapi/{document}",
                        (request, parts) -> answer(request, document(parts.getOrDefault("document", "")))));
    }

    private static CompletionStage<Response> answer(Request request, Optional<Response> page) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            String found = request.method() + " (expected: GET, HEAD)";
            return CompletableFuture.completedFuture(error(405, found).with("Allow", "GET, HEAD"));
        }
        return CompletableFuture.completedFuture(
                page.orElseGet(() -> error(404, "no such document (expected: one that GET /asyncapi lists)")));
    }

    private Response index() {
        ArrayNode list = Json.array();
        services.forEach((name, service) -> service.api().ifPresent(api -> list.addObject()
                .put("protocol", name)
                .put("title", api.title())
                .put("href", "/asyncapi/" + name + SUFFIX)));
        ObjectNode index = Json.object();
        index.set("documents", list);
        return Response.json(200, index.toString());
    }

    private Optional<Response> document(String file) {
        boolean isJson = file.endsWith(JSON_SUFFIX);
        if (!isJson && !file.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        String name = file.substring(0, file.length() - SUFFIX.length()); // both are as long
        return Optional.ofNullable(services.get(name))
                .filter(service -> service.api().isPresent())
                .map(service ->
                        documents.computeIfAbsent(file, f -> isJson ? json(name, service) : yaml(name, service)))
                .map(text -> new Response(
                        200, Headers.of("Content-Type", isJson ? "application/json" : "application/yaml"), text));
    }

    private byte[] yaml(String name, Protocol.Service service) {
        return YAML.writeValueAsString(document(name, service)).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] json(String name, Protocol.Service service) {
        return document(name, service).toString().getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode document(String name, Protocol.Service service) {
        return new ApiDocument(name, service, service.api().orElseThrow(), addresses.get(), release).json();
    }

    private static Response error(int status, String message) {
        return Response.json(status, Json.object().put("error", message).toString());
    }
}
