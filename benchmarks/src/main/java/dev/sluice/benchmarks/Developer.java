package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A developer of biometric streams on a server under test: fetches tokens. Any thread.
 *
 * @param port of the server, on loopback
 */
record Developer(int port, String id, String key) {
    private static final JsonMapper JSON = new JsonMapper();

    /** One of those whose credentials the embedded default has written down. */
    static Developer of(int port, Path data, String name) throws IOException {
        JsonNode credentials = JSON.readTree(Files.readString(data.resolve("dev-credentials.json")))
                .path(name);
        return new Developer(
                port,
                credentials.path("dev_id").stringValue(),
                credentials.path("api_key").stringValue());
    }

    Target target() {
        return Target.of(port, "/connect");
    }

    String consumerToken() throws IOException, InterruptedException {
        return token("/auth/developer");
    }

    String producerToken(String user) throws IOException, InterruptedException {
        return token("/auth/user?id=" + user);
    }

    private String token(String path) throws IOException, InterruptedException {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path))
                .header("dev-id", id)
                .header("x-api-key", key)
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": answered " + answer.statusCode() + " (expected: 200)");
        }
        return JSON.readTree(answer.body()).path("token").stringValue();
    }
}
