package dev.sluice.biometric;

import dev.sluice.config.Config;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Request;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Stages for the tests, with tokens that are good for ever: {@code developer}, {@code user-1}, {@code user-2}, {@code other}, {@code simulator}. */
final class Biometrics {
    private Biometrics() {}

    /** A protocol with this configuration, which must be without fault. */
    static Protocol protocol(String yaml) {
        String tokens = """
                tokens:
                  - {token-sha256: %s, developer: acme}
                  - {token-sha256: %s, developer: acme, user: user-1}
                  - {token-sha256: %s, developer: acme, user: user-2}
                  - {token-sha256: %s, developer: other}
                  - {token-sha256: %s, developer: simulator}
                """.formatted(
                        sha256("developer"), sha256("user-1"), sha256("user-2"), sha256("other"), sha256("simulator"));
        Config config = Config.parse("test", tokens + yaml, Path.of(""), Map.of());
        Protocol protocol = new BiometricProvider().configure(config);
        if (!config.problems().isEmpty()) {
            throw new IllegalArgumentException(config.problems().toString());
        }
        return protocol;
    }

    static Stage stage() {
        return stage("");
    }

    /** A stage with a wearable that some adapter has put on the bus. */
    static Stage stage(String yaml) {
        return stage(protocol(yaml));
    }

    static Stage stage(Protocol protocol) {
        DeviceDescriptor watch =
                new DeviceDescriptor(new DeviceId("watch-1"), Profile.named("wearable"), "A watch", Map.of());
        return new Stage(protocol, Request.get("/connect"), watch);
    }

    /** A client that has been greeted. */
    static FakeSession greeted(Stage stage) {
        FakeSession client = stage.connect();
        client.take();
        return client;
    }

    /** A consumer that is ready. */
    static FakeSession consumer(Stage stage) {
        return identified(stage, "developer", 1);
    }

    /** A producer that is ready. */
    static FakeSession producer(Stage stage, String user) {
        return identified(stage, user, 0);
    }

    private static FakeSession identified(Stage stage, String token, int type) {
        FakeSession client = greeted(stage);
        client.receive(identify(token, type));
        if (!"{\"op\":4}".equals(client.take())) {
            throw new AssertionError("not ready: " + client.closeReason());
        }
        return client;
    }

    static String identify(String token, int type) {
        return "{\"op\":3,\"d\":{\"token\":\"" + token + "\",\"type\":" + type + "}}";
    }

    static String submit(String type, String data) {
        return "{\"op\":6,\"t\":\"" + type + "\",\"d\":" + data + "}";
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
