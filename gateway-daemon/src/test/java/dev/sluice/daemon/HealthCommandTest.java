package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HealthCommandTest {
    private final StringWriter out = new StringWriter();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/readyz", 200);
        answer("/busy", 503);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void succeedsIfTheGatewaySaysThatItIsReady() {
        assertThat(health("/readyz")).isZero();
        assertThat(out.toString()).isEqualTo("ready" + System.lineSeparator());
    }

    @Test
    void failsIfItSaysOtherwise() {
        assertThat(health("/busy")).isEqualTo(1);
        assertThat(out.toString()).startsWith("not ready: http://127.0.0.1:").contains("/busy answers 503");
    }

    @Test
    void failsIfNobodyAnswers() {
        server.stop(0);
        assertThat(health("/readyz")).isEqualTo(1);
        assertThat(out.toString()).startsWith("not ready: ");
    }

    private void answer(String path, int status) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    private int health(String path) {
        return new CommandLine(new SluiceCommand())
                .setOut(new PrintWriter(out, true))
                .execute(
                        "health",
                        "--url",
                        "http://127.0.0.1:" + server.getAddress().getPort() + path);
    }
}
