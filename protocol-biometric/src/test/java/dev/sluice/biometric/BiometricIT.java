package dev.sluice.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestGateway;
import dev.sluice.testkit.WsClient;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Streams over real sockets. */
class BiometricIT {
    private static final int RECORDS = 5000;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(Map.of("biometric", Biometrics.protocol("")));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void carriesASubmissionFromProducerToConsumerWithTokensFetchedOverHttp() throws Exception {
        try (WsClient consumer = open("/connect", token("/auth/developer"), 1);
                WsClient producer = open("/biometric", token("/auth/user?id=runner-1"), 0)) {
            producer.send(Biometrics.submit("HEART_RATE", "{\"val\":95}"));
            assertThat(consumer.next())
                    .startsWith("{\"op\":5,\"seq\":1,\"d\":{\"ts\":\"")
                    .endsWith("Z\",\"val\":95},\"uid\":\"runner-1\",\"t\":\"HEART_RATE\"}");
        }
    }

    @Test
    void replaysEverythingInOrderWhileHeartbeatsAreAnsweredAndLiveGoesOn() {
        try (WsClient producer = open("/connect", "user-1", 0)) {
            fill(producer);
            try (WsClient consumer = open("/connect", "developer", 1)) {
                consumer.send("{\"op\":7,\"d\":{\"after\":0}}").send("{\"op\":0}");
                producer.send(Biometrics.submit("STEPS", "{\"live\":1}"));
                long next = 1;
                boolean acknowledged = false;
                boolean live = false;
                while (next <= RECORDS || !acknowledged || !live) {
                    String text = consumer.next();
                    if (text.equals("{\"op\":1}")) {
                        acknowledged = true;
                    } else if (text.contains("\"live\":1")) {
                        assertThat(text).startsWith("{\"op\":5,\"seq\":" + (RECORDS + 1) + ",");
                        live = true;
                    } else {
                        assertThat(text).startsWith("{\"op\":5,\"seq\":" + next + ",");
                        next++;
                    }
                }
            }
        }
    }

    @Test
    void closesAConsumerThatDoesNotReadAndLetsItReplay() throws Exception {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        java.net.http.WebSocket.Listener lazy = new java.net.http.WebSocket.Listener() {
            @Override
            public void onOpen(java.net.http.WebSocket socket) {
                socket.request(2); // HELLO, READY, and then nothing more
            }

            @Override
            public java.util.concurrent.CompletionStage<?> onText(
                    java.net.http.WebSocket socket, CharSequence data, boolean last) {
                events.add(data.toString());
                return null;
            }
        };
        java.net.http.WebSocket socket = gateway.http()
                .newWebSocketBuilder()
                .buildAsync(gateway.ws("/connect"), lazy)
                .join();
        socket.sendText(Biometrics.identify("developer", 1), true).join();
        Awaitility.await().until(() -> events.size() == 2);
        try (WsClient producer = open("/connect", "user-1", 0)) {
            String data = "{\"ts\":\"" + "x".repeat(4000) + "\"}";
            Awaitility.await().until(() -> {
                for (int i = 0; i < 2000; i++) {
                    producer.send(Biometrics.submit("ECG", data));
                }
                // The place is free again once the slow one has been closed.
                WsClient next = WsClient.connect(gateway.http(), gateway.ws("/connect"), Map.of());
                next.next();
                next.send(Biometrics.identify("developer", 1));
                try {
                    return next.next().equals("{\"op\":4}");
                } catch (AssertionError e) {
                    return false;
                }
            });
        } finally {
            socket.abort();
        }
    }

    @Test
    void refusesWhatIsTooLargeAndWhatIsBinary() {
        try (WsClient one = WsClient.connect(gateway.http(), gateway.ws("/connect"), Map.of());
                WsClient two = WsClient.connect(gateway.http(), gateway.ws("/connect"), Map.of())) {
            one.send("x".repeat(65 * 1024));
            assertThat(one.closeCode()).isEqualTo(1009);
            two.sendBinary(ByteBuffer.allocate(3).array());
            assertThat(two.closeCode()).isEqualTo(1003);
        }
    }

    @Test
    void tellsEverybodyWhenItGoesAway() {
        WsClient consumer = open("/connect", "developer", 1);
        gateway.server().close();
        assertThat(consumer.closeCode()).isEqualTo(1001);
    }

    private void fill(WsClient producer) {
        for (int i = 0; i < RECORDS; i++) {
            producer.send(Biometrics.submit("STEPS", "{\"val\":" + i + "}"));
        }
        Awaitility.await().until(() -> gateway.journal().last("biometric/acme") == RECORDS);
    }

    private WsClient open(String path, String token, int type) {
        WsClient client = WsClient.connect(gateway.http(), gateway.ws(path), Map.of());
        assertThat(client.next()).isEqualTo("{\"op\":2,\"d\":{\"heartbeat_interval\":40000}}");
        assertThat(client.send(Biometrics.identify(token, type)).next()).isEqualTo("{\"op\":4}");
        return client;
    }

    private String token(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.http(path))
                .header("dev-id", "acme")
                .header("x-api-key", "secret")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        String body = gateway.http().send(request, BodyHandlers.ofString()).body();
        return new JsonMapper().readTree(body).path("token").asString();
    }
}
