package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.device.Health;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.testkit.FakeAuthenticator;
import dev.sluice.testkit.ManualScheduler;
import dev.sluice.transport.GuessLimit;
import dev.sluice.transport.TransportConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusPagesTest {
    private final Readiness readiness = new Readiness();
    private final AtomicReference<Health> journal = new AtomicReference<>(Health.UP);
    private final Meters meters = new Meters("test");
    private final List<HttpRoute> routes =
            new StatusPages(readiness, meters, Json::object, Runnable::run).routes(guard());

    StatusPagesTest() {
        readiness.add("journal", journal::get);
    }

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void isNotReadyBeforeItHasStartedNorWhenItIsAboutToStop() {
        assertThat(get("/readyz"))
                .isEqualTo("503 {\"ready\":false,\"parts\":[{\"part\":\"gateway\",\"state\":\"down\",\"reason\":\"starting\"},"
                        + "{\"part\":\"journal\",\"state\":\"up\"}]}");
        readiness.started();
        assertThat(get("/readyz"))
                .isEqualTo("200 {\"ready\":true,\"parts\":[{\"part\":\"gateway\",\"state\":\"up\"},"
                        + "{\"part\":\"journal\",\"state\":\"up\"}]}");
        readiness.stopping();
        assertThat(get("/readyz")).startsWith("503 ").contains("\"state\":\"down\",\"reason\":\"stopping\"");
    }

    @Test
    void saysWhichPartIsDownAndWhyForAsLongAsItIs() {
        readiness.started();
        journal.set(Health.down("the disk is full"));
        assertThat(get("/readyz"))
                .startsWith("503 {\"ready\":false")
                .contains("{\"part\":\"journal\",\"state\":\"down\",\"reason\":\"the disk is full\"}");
        journal.set(Health.degraded("slow"));
        assertThat(get("/readyz"))
                .as("it can do its work")
                .startsWith("200 {\"ready\":true")
                .contains("{\"part\":\"journal\",\"state\":\"degraded\",\"reason\":\"slow\"}");
        journal.set(Health.UP);
        assertThat(get("/readyz")).startsWith("200 ").doesNotContain("reason");
    }

    @Test
    void isAliveWhateverElseItIs() {
        journal.set(Health.down("the disk is full"));
        assertThat(get("/healthz")).isEqualTo("200 alive\n");
        readiness.stopping();
        assertThat(get("/healthz")).isEqualTo("200 alive\n");
    }

    @Test
    void isOnlyLookedAtAndNeverKept() {
        for (String path : List.of("/healthz", "/readyz")) {
            Response posted = ask(Request.get(path).withMethod("PUT", new byte[0]));
            assertThat(posted.status()).as(path).isEqualTo(405);
            assertThat(posted.headers().first("Allow")).contains("GET, HEAD");
            Response head = ask(Request.get(path).withMethod("HEAD", new byte[0]));
            assertThat(head.status()).isNotEqualTo(405);
            assertThat(head.headers().first("Cache-Control")).contains("no-store");
        }
    }

    private String get(String path) {
        Response response = ask(Request.get(path));
        return response.status() + " " + new String(response.body(), StandardCharsets.UTF_8);
    }

    private Response ask(Request request) {
        Request local = request.withHeader("Host", "localhost");
        HttpRoute route = routes.stream()
                .filter(each -> each.path().match(request.path()).isPresent())
                .findFirst()
                .orElseThrow();
        return route.handle(local, Map.of()).toCompletableFuture().join();
    }

    private static AdminGuard guard() {
        AdminConfig config = AdminConfig.read(Config.empty(Map.of()).section("admin"));
        return new AdminGuard(
                config,
                new FakeAuthenticator(),
                new GuessLimit(
                        TransportConfig.read(Config.parse("test", "", Path.of(""), Map.of()), List.of())
                                .limits(),
                        new ManualScheduler()));
    }
}
