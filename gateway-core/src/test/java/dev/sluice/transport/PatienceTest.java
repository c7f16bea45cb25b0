package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

    private final CompletableFuture<Response> answer = new CompletableFuture<>();
    private final EmbeddedDoor door = new EmbeddedDoor(Map.of(
            "test",
            new Protocol.Service(
                    List.of(),
                    List.of(HttpRoute.of("/slow", (request, parts) -> answer)),
                    new Protocol.Usage("", ""))));

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void waitsForAnAnswerForHalfAMinuteAndNoLonger() {
        get("/slow");
        door.pass(ANSWER.minusMillis(1));
        assertThat(heard()).isEmpty();
        door.pass(Duration.ofMillis(1));
        assertThat(heard()).startsWith("HTTP/1.1 503 ").contains("no answer in time");
        answer.complete(Response.text(200, "late"));
        assertThat(heard()).isEmpty();
    }

    @Test
    void isNotMadeToWaitLongerByWhoAsksForMoreMeanwhile() {
        get("/slow");
        door.pass(ANSWER.minusMillis(1));
        get("/");
        door.pass(Duration.ofMillis(1));
        assertThat(heard()).startsWith("HTTP/1.1 503 ");
    }

    @Test
    void closesAConnectionThatAsksNothingMore() {
        get("/slow");
        answer.complete(Response.text(200, "there"));
        assertThat(heard()).startsWith("HTTP/1.1 200 ");
        door.pass(KEEP_ALIVE.minusMillis(1));
        assertThat(door.isOpen()).isTrue();
        door.pass(Duration.ofMillis(1));
        assertThat(door.isOpen()).isFalse();
    }

    @Test
    void tellsThatTheAnswerFailedAndNotWhy() {
        get("/slow");
        answer.completeExceptionally(new IllegalStateException("a secret"));
        assertThat(heard()).startsWith("HTTP/1.1 500 ").doesNotContain("secret");
    }

    private void get(String path) {
        byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        door.say(request, request.length);
    }

    private String heard() {
        return new String(door.hear(), StandardCharsets.ISO_8859_1);
    }
}
