package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.testkit.ManualScheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedKeysTest {
    private static final String FIRST = new Issuer("first").jwks();
    private static final String SECOND = new Issuer("second").jwks();
    private static final String MIXED = """
            {"keys":[
              {"kty":"oct","kid":"a","k":"c2VjcmV0"},
              {"kty":"moon","kid":"m"}, 7, null,
              {"kty":"EC","kid":"b","crv":"P-384",
               "x":"doR-nwPk49ARHV-S0hU2HQ8PYVAKSSAhgUs6ZYQ9_6zydBoRHL2JsQ6pG1ISAIuv",
               "y":"cIj_NQLYc9iiMlcErSUkTf2YcLZxBk4LUuzBt6L6zn0MXWrBOCxLsTdZwdJoLVtB"},
              {"kty":"EC","kid":"c","crv":"P-256","use":"enc",
               "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
               "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},
              {"kty":"EC","kid":"d","crv":"P-256","alg":"ECDH-ES",
               "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
               "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},
              {"kty":"EC","kid":"e","crv":"P-256",
               "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
               "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}""";

    private final ManualScheduler clock = new ManualScheduler();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private boolean busy;
    private final PublishedKeys keys = new PublishedKeys("test", this::answer, this::execute, clock);

    @TempDir
    private Path directory;

    private String answer() throws IOException {
        String next = answers.poll();
        if (next == null) {
            throw new IOException("no answer");
        }
        return next;
    }

    private void execute(Runnable task) {
        if (busy) {
            throw new RejectedExecutionException("busy");
        }
        tasks.add(task);
    }

    @Test
    void fetchesOnTheExecutorOnly() {
        answers.add(FIRST);
        assertThat(keys.refetch()).isTrue();
        assertThat(keys.keys()).isEmpty();
        assertThat(keys.refetch()).as("the same fetch is under way").isTrue();
        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        assertThat(ids()).containsExactly("first-rsa", "first-ec");
    }

    @Test
    void fetchesForUnknownKeysAtMostOnceAMinute() {
        fetch(FIRST);
        assertThat(keys.refetch()).as("within the minute").isFalse();
        clock.advance(Duration.ofSeconds(59));
        assertThat(keys.refetch()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        fetch(SECOND);
        assertThat(ids()).containsExactly("second-rsa", "second-ec");
        assertThat(keys.refetch()).isFalse();
    }

    @Test
    void keepsItsKeysWhenAFetchFailsAndTriesAgain() {
        fetch(FIRST);
        for (String answer : new String[] {"no JSON", "[]", "{\"keys\":7}", "{}"}) {
            clock.advance(Duration.ofMinutes(1));
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
            clock.advance(Duration.ofMinutes(1));
            answers.add(answer);
            keys.refetch();
            tasks.remove().run();
            assertThat(ids()).as(answer).containsExactly("first-rsa", "first-ec");
        }
        answers.add(SECOND);
        clock.advance(Duration.ofMinutes(1));
        tasks.remove().run();
        assertThat(ids()).containsExactly("second-rsa", "second-ec");
    }

    @Test
    void cannotTellAsLongAsThereNeverWereAny() {
        keys.refetch();
        tasks.remove().run();
        assertThat(keys.refetch()).as("failed, too early for another").isTrue();
        assertThat(tasks).isEmpty();
        answers.add(FIRST);
        clock.advance(Duration.ofMinutes(1));
        tasks.remove().run();
        assertThat(ids()).hasSize(2);
        assertThat(keys.refetch()).isFalse();
    }

    @Test
    void fetchesNowAndThenUntilItIsClosed() {
        fetch(FIRST);
        clock.advance(Duration.ofMinutes(15));
        answers.add(SECOND);
        tasks.remove().run();
        assertThat(ids()).containsExactly("second-rsa", "second-ec");
        keys.close();
        assertThat(clock.pending()).isZero();
        clock.advance(Duration.ofHours(1));
        assertThat(keys.refetch()).isFalse();
        assertThat(tasks).isEmpty();
    }

    @Test
    void triesAgainWhenEverybodyIsBusy() {
        busy = true;
        assertThat(keys.refetch()).isTrue();
        busy = false;
        answers.add(FIRST);
        clock.advance(Duration.ofMinutes(1));
        tasks.remove().run();
        assertThat(ids()).hasSize(2);
    }

    @Test
    void leavesOutKeysThatAreDamagedOrForOtherPurposes() {
        fetch(MIXED);
        assertThat(ids()).containsExactly("e");
    }

    @Test
    void readsAFileAtTheStart() throws Exception {
        Path file = Files.writeString(directory.resolve("jwks.json"), FIRST);
        PublishedKeys ofFile = new PublishedKeys(file.toString(), KeySource.file(file), this::execute, clock);
        ofFile.load();
        assertThat(ofFile.keys()).hasSize(2);
        Files.writeString(file, "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}");
        assertThatThrownBy(ofFile::load)
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("tokens.jwks: " + file + ": found no key that is fit (expected: ");
        Files.writeString(file, "{\"keys\":\"c2VjcmV0\"}");
        assertThatThrownBy(ofFile::load)
                .hasMessage("tokens.jwks: " + file
                        + ": IOException found no JSON object with an array 'keys' (expected: a JWKS)");
        Files.writeString(file, " ".repeat(KeySource.MAX_BYTES + 1));
        assertThatThrownBy(ofFile::load).hasMessageContaining("more than 262144 bytes");
        Files.delete(file);
        assertThatThrownBy(ofFile::load).hasMessageContaining("NoSuchFileException");
    }

    @Test
    void readsFromAServerNoMoreThanItShould() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        try {
            serve(server, "/keys", FIRST);
            serve(server, "/huge", " ".repeat(KeySource.MAX_BYTES + 1));
            server.start();
            assertThat(source(server, "/keys").read()).isEqualTo(FIRST);
            assertThatThrownBy(source(server, "/huge")::read).isInstanceOf(IOException.class);
            assertThatThrownBy(source(server, "/none")::read).isInstanceOf(IOException.class);
        } finally {
            server.stop(0);
        }
    }

    private static void serve(HttpServer server, String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static KeySource source(HttpServer server, String path) {
        return KeySource.web(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    private void fetch(String answer) {
        answers.add(answer);
        assertThat(keys.refetch()).isTrue();
        tasks.remove().run();
    }

    private List<String> ids() {
        return keys.keys().stream()
                .map(VerifyingKey::id)
                .flatMap(Optional::stream)
                .toList();
    }
}
