package dev.sluice.daemon.command;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to an admin listener. For one thread at a time; blocks until there is an answer. */
public final class AdminClient {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final HttpClient http;
    private final URI base;
    private final Optional<String> token;
    private final Duration patience;

    private AdminClient(HttpClient http, URI base, Optional<String> token, Duration patience) {
        this.http = http;
        this.base = base;
        this.token = token;
        this.patience = patience;
    }

    /**
     * The client of one gateway; nothing has been sent yet.
     *
     * @param base where the paths that are asked for begin
     * @param authority PEM file of the only certificates to trust; else those that Java trusts
     * @param patience how long to wait for an answer
     */
    static AdminClient of(URI base, Optional<String> token, Optional<Path> authority, Duration patience)
            throws CommandFailure {
        boolean isHttp = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!isHttp || base.getHost() == null || base.getUserInfo() != null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "another address (expected: http://HOST:PORT or https://…, without a user)");
        }
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY) // the token is for the gateway only
                .connectTimeout(CONNECT);
        if (authority.isPresent()) {
            http.sslContext(Trust.of(authority.get()));
        }
        return new AdminClient(http.build(), base, token, patience);
    }

    /** One segment of a path, or the value of a parameter. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What is there; anything but success is a failure. */
    public JsonNode get(String path) throws CommandFailure, InterruptedException {
        return success(send(request(path).GET()));
    }

    /** A device, with its profile. */
    JsonNode device(String id) throws CommandFailure, InterruptedException {
        return get("/api/devices/" + encoded(id));
    }

    /** The answer, whatever its status is. */
    public Answer ask(String path) throws CommandFailure, InterruptedException {
        return send(request(path).GET());
    }

    JsonNode delete(String path) throws CommandFailure, InterruptedException {
        return success(send(request(path).DELETE()));
    }

    /** The answer, which is JSON also where it is a refusal. */
    Answer post(String path, JsonNode body) throws CommandFailure, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** Opens a WebSocket. */
    WebSocket open(String path, WebSocket.Listener listener) throws CommandFailure, InterruptedException {
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(CONNECT);
        token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
        URI address =
                URI.create("ws" + base.toString().substring("http".length()).replaceAll("/+$", "") + path);
        try {
            return builder.buildAsync(address, listener).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw failure(refused.getResponse().statusCode(), "");
            }
            throw notReachable(Optional.ofNullable(e.getCause()).orElse(e));
        }
    }

    /** Says goodbye, so that the gateway does not take it for a connection that broke. */
    static void close(WebSocket socket) {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .orTimeout(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((sent, failure) -> socket) // gone already: as well
                .join();
        socket.abort();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(base.toString().replaceAll("/+$", "") + path))
                .timeout(patience);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private Answer send(HttpRequest.Builder request) throws CommandFailure, InterruptedException {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw notReachable(e);
        }
        if (response.statusCode() == 401 || response.statusCode() == 403) {
            throw failure(response.statusCode(), error(response.body()));
        }
        return new Answer(response.statusCode(), response.body());
    }

    private static JsonNode success(Answer answer) throws CommandFailure {
        if (answer.status() != 200) {
            throw failure(answer.status(), error(answer.body()));
        }
        return answer.json();
    }

    private static CommandFailure failure(int status, String error) {
        String told = error.isEmpty() ? "the gateway answers " + status : error;
        boolean isDoor = status == 401 || status == 403;
        return isDoor
                ? new CommandFailure(
                        ExitCode.NOT_LET_IN,
                        told + "; put the token of the admin listener in a file for --token-file, or in "
                                + AdminOptions.TOKEN_VARIABLE)
                : new CommandFailure(ExitCode.FAILED, told);
    }

    private CommandFailure notReachable(Throwable cause) {
        return new CommandFailure(
                ExitCode.NOT_REACHABLE,
                base + ": " + cause.getClass().getSimpleName()
                        + (cause.getMessage() == null ? "" : " " + cause.getMessage())
                        + " (expected: the admin listener of a running gateway; choose another with --admin)");
    }

    private static String error(String body) {
        try {
            return JSON.readTree(body).path("error").asString("");
        } catch (JacksonException e) {
            return "";
        }
    }

    /** An answer that was not refused at the door. */
    public record Answer(int status, String body) {
        /** As JSON, which the gateway's answers are. */
        public JsonNode json() throws CommandFailure {
            try {
                return JSON.readTree(body);
            } catch (JacksonException e) {
                throw new CommandFailure(
                        ExitCode.FAILED, "an answer that is no JSON (expected: one of Sluice's admin listener)");
            }
        }
    }
}
