package dev.sluice.admin;

import dev.sluice.protocol.Headers;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.transport.GatewayServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The console's files, from the class path: {@code /console} and what is below it. They are the same for everybody and say
 * nothing about this gateway, so they need no token; all that the page then asks for does. Called on event loops.
 */
final class ConsolePages {
    private static final String FOLDER = "/dev/sluice/console/";
    private static final String INDEX = "index.html";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,60}(\\.(html|js|css|svg))?");
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9.-]{0,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private final Supplier<List<GatewayServer.Bound>> listeners;
    private final Executor workers;
    private final Map<String, File> files =
            new ConcurrentHashMap<>(); // of those that exist, so there is an end to them

    private record File(byte[] content, String type, String tag) {}

    /**
     * The pages.
     *
     * @param listeners where the page may connect to, to try protocols
     * @param workers for reading
     */
    ConsolePages(Supplier<List<GatewayServer.Bound>> listeners, Executor workers) {
        this.listeners = listeners;
        this.workers = workers;
    }

    /** None if the console is not on the class path. */
    List<HttpRoute> routes() {
        if (ConsolePages.class.getResource(FOLDER + INDEX) == null) {
            return List.of();
        }
        return List.of(
                HttpRoute.of("/console", (request, parts) -> answer(request, INDEX)),
                HttpRoute.of("/console/", (request, parts) -> CompletableFuture.completedFuture(elsewhere())),
                HttpRoute.of("/console/{file}", (request, parts) -> answer(request, path(parts, "file"))),
                HttpRoute.of(
                        "/console/{folder}/{file}", (request, parts) -> answer(request, path(parts, "folder", "file"))),
                HttpRoute.of(
                        "/console/{folder}/{part}/{file}",
                        (request, parts) -> answer(request, path(parts, "folder", "part", "file"))));
    }

    /** What the page refers to is beside {@code /console}, wherever a proxy puts that. */
    private static Response elsewhere() {
        return new Response(308, Headers.of("Location", "../console"), new byte[0]);
    }

    /** Empty if a segment is not the name of a file or folder of ours: nothing else may reach the class path. */
    private static String path(Map<String, String> parts, String... names) {
        List<String> segments = List.of(names).stream()
                .map(name -> parts.getOrDefault(name, ""))
                .toList();
        boolean valid =
                segments.stream().allMatch(segment -> NAME.matcher(segment).matches());
        return valid ? String.join("/", segments) : "";
    }

    private CompletionStage<Response> answer(Request request, String path) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return CompletableFuture.completedFuture(Answers.error(405, request.method() + " (expected: GET, HEAD)")
                    .with("Allow", "GET, HEAD"));
        }
        File known = files.get(path);
        return known != null
                ? CompletableFuture.completedFuture(answer(request, known))
                : CompletableFuture.supplyAsync(
                        () -> read(path).map(file -> answer(request, file)).orElseGet(ConsolePages::missing), workers);
    }

    private static Response missing() {
        return Answers.error(404, "no such file (expected: one that /console refers to)");
    }

    private Optional<File> read(String path) {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream resource = ConsolePages.class.getResourceAsStream(FOLDER + path)) {
            if (resource == null) {
                return Optional.empty();
            }
            byte[] content = resource.readAllBytes();
            File file = new File(content, type, tag(content));
            files.put(path, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Browsers keep files, but ask each time whether they still hold: after an update the page is of one piece. */
    private Response answer(Request request, File file) {
        boolean isKnown = request.headers().all("If-None-Match").stream()
                .flatMap(tags -> Pattern.compile(",").splitAsStream(tags))
                .anyMatch(tag -> tag.trim().replaceFirst("^W/", "").equals(file.tag));
        Response answer = isKnown
                ? new Response(304, Headers.none(), new byte[0])
                : new Response(200, Headers.of("Content-Type", file.type), file.content);
        return answer.with("ETag", file.tag)
                .with("Cache-Control", "no-cache")
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Content-Security-Policy", policy(request));
    }

    /** Nothing from elsewhere, nothing inline; connections to this gateway's own listeners only. */
    private String policy(Request request) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
                + addresses(request) + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /** By the name under which the browser knows this machine. */
    private String addresses(Request request) {
        String host = request.headers().first("Host").orElse("");
        if (!HOST.matcher(host).matches()) {
            return "";
        }
        String name = host.replaceFirst(":[0-9]*$", "");
        return listeners.get().stream()
                .map(bound -> {
                    String secure = bound.config().secure() ? "s" : "";
                    String address = "://" + name + ":" + bound.address().getPort();
                    return " ws" + secure + address + " http" + secure + address;
                })
                .collect(Collectors.joining());
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return "\"" + HexFormat.of().formatHex(digest, 0, 8) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
