package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.protocol.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OriginsTest {
    private static final Request PLAIN =
            Request.get("/").withHeader("Host", "localhost:8080").withHeader("Cookie", "api-key=x");

    private final Origins origins = new Origins(List.of("https://Panel.example"));

    @Test
    void keepsCookiesOnlyOfPagesThatAreAdmitted() {
        assertThat(cookies(PLAIN)).isEmpty();
        assertThat(cookies(PLAIN.withHeader("Origin", "http://evil.example"))).isEmpty();
        assertThat(cookies(PLAIN.withHeader("Origin", "http://localhost:8080"))).containsExactly("api-key=x");
        assertThat(cookies(PLAIN.withHeader("Origin", "https://panel.example"))).containsExactly("api-key=x");
        assertThat(origins.vouched(PLAIN).headers().all("Host")).containsExactly("localhost:8080");
    }

    private List<String> cookies(Request request) {
        return origins.vouched(request).headers().all("cookie");
    }

    @Test
    void refusesWhoSaysTwoOrigins() {
        Request two = PLAIN.withHeader("Origin", "https://panel.example").withHeader("Origin", "https://panel.example");
        assertThat(origins.refused(two, List.of())).isPresent();
    }

    @Test
    void admitsThoseOfAnEndpointBesides() {
        Request request = PLAIN.withHeader("Origin", "http://localhost:3000");
        assertThat(origins.refused(request, List.of())).contains("http://localhost:3000");
        assertThat(origins.refused(request, List.of("http://localhost:3000"))).isEmpty();
    }

    @Test
    void saysWhichOriginIsNone() {
        Config config =
                Config.parse("f", "origins: [panel.example, 'http://a/', 'http://a:8080']", Path.of(""), Map.of());
        Origins.read(config, Origins.SAME);
        assertThat(config.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "f:1: origins: found 'panel.example' (expected: scheme://host or scheme://host:port, or *)",
                        "f:1: origins: found 'http://a/' (expected: scheme://host or scheme://host:port, or *)");
    }
}
