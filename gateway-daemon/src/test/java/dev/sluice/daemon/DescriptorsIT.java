package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.WsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that may open no more files. */
@EnabledOnOs(OS.LINUX)
class DescriptorsIT {
    private static final int OPEN_FILES = 400;
    private static final String QUESTION = "{\"action\":\"READ_TEMPERATURE\"}";

    /** No bound of ours is reached before the system's. */
    private static final String YAML = """
            listeners: [{name: http, port: 0}]
            adapters: [{type: simulator}]
            transport: {limits: {connections: 100000, connections-per-address: 0, header-time: 10m}}
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Socket> crowd = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void servesWhoIsInWhileNobodyCanComeInAndTakesOthersAgainWhenThereIsRoom() throws Exception {
        Path log = directory.resolve("log");
        Path config = Files.writeString(directory.resolve("sluice.yaml"), YAML);
        try (ChildDaemon daemon = ChildDaemon.start(OPEN_FILES, config, directory.resolve("data"), log);
                WsClient in = WsClient.connect(http, daemon.uri("/endrpi"), Map.of())) {
            assertThat(in.send(QUESTION).next()).contains("\"success\":true");
            crowd(daemon.uri("/").getPort());
            await().atMost(Duration.ofMinutes(1)).until(() -> complaints(log) > 0);
            for (int i = 0; i < 20; i++) {
                assertThat(in.send(QUESTION).next()).contains("\"success\":true");
            }
            leave();
            try (WsClient late = WsClient.connect(http, daemon.uri("/endrpi"), Map.of())) {
                assertThat(late.send(QUESTION).next()).contains("\"success\":true");
            }
            assertThat(in.send(QUESTION).next()).contains("\"success\":true");
            assertThat(complaints(log)).isEqualTo(1);
            assertThat(daemon.stop()).isZero();
        } finally {
            leave();
        }
    }

    /** More than may be in; those who are not accepted wait in the system's backlog. */
    private void crowd(int port) throws IOException {
        for (int i = 0; i < OPEN_FILES + 100; i++) {
            Socket socket = new Socket();
            crowd.add(socket);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 60_000);
        }
    }

    private void leave() throws IOException {
        for (Socket socket : crowd) {
            socket.close();
        }
        crowd.clear();
    }

    private static long complaints(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("listener http cannot accept connections"))
                    .count();
        }
    }
}
