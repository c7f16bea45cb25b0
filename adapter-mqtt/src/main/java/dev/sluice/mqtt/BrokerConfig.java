package dev.sluice.mqtt;

import dev.sluice.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the configuration says about the broker.
 *
 * @param trust what vouches for the broker's certificate
 * @param login who we are, if the broker wants to know
 * @param version which MQTT to speak
 * @param keepAlive how long the connection may be silent before it is checked
 * @param connectTimeout how long making the connection may take
 * @param firstWait before the second attempt to connect; then twice as long each time
 * @param longestWait between two attempts
 * @param statusTopic where the broker tells others whether we are here
 * @param inFlight how many messages the broker may send ahead of our acknowledgements
 */
record BrokerConfig(
        String host,
        int port,
        Trust trust,
        Optional<Login> login,
        String clientId,
        VersionChoice version,
        Duration keepAlive,
        Duration connectTimeout,
        Duration firstWait,
        Duration longestWait,
        Optional<String> statusTopic,
        int inFlight) {
    /** Which MQTT to speak. */
    enum VersionChoice {
        /** 5, and 3.1.1 if the broker does not know 5. */
        AUTO,
        V5,
        V3_1_1
    }

    /** What vouches for the broker's certificate. */
    sealed interface Trust {
        /** No TLS. */
        record Off() implements Trust {}

        /** The authorities that the Java runtime trusts. */
        record Platform() implements Trust {}

        /** The certificates in a PEM file. */
        record Authorities(Path file) implements Trust {}
    }

    /** A user and the file with the password, which is read at every attempt to connect. */
    record Login(String user, Optional<Path> passwordFile) {}

    static BrokerConfig read(Config config) {
        Trust trust = trust(config);
        return new BrokerConfig(
                config.text("host", "localhost"),
                config.integer("port", trust instanceof Trust.Off ? 1883 : 8883, 1, 65535),
                trust,
                login(config),
                config.text("client-id")
                        .orElseGet(
                                () -> "sluice-" + UUID.randomUUID().toString().substring(0, 8)),
                version(config.choice("version", "auto", List.of("auto", "5", "3.1.1"))),
                config.duration("keep-alive", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofHours(1)),
                config.duration(
                        "connect-timeout", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(5)),
                config.section("reconnect")
                        .duration("min", Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofHours(1)),
                config.section("reconnect")
                        .duration("max", Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofHours(1)),
                Topics.optional(config, "status-topic"),
                config.integer("in-flight", 512, 1, 65535));
    }

    private static Trust trust(Config config) {
        Optional<Path> ca = readable(config, "ca");
        return switch (config.choice("tls", "off", List.of("off", "system", "files"))) {
            case "system" -> new Trust.Platform();
            case "files" -> {
                if (!config.has("ca")) {
                    config.reject("ca", "nothing", "path of a PEM file, since tls is files");
                }
                yield ca.<Trust>map(Trust.Authorities::new).orElseGet(Trust.Platform::new);
            }
            default -> new Trust.Off();
        };
    }

    private static Optional<Login> login(Config config) {
        Optional<Path> file = readable(config, "password-file");
        Optional<String> user = config.text("user");
        if (file.isPresent() && user.isEmpty()) {
            config.reject("user", "nothing", "the user whose password is in password-file");
        }
        return user.map(name -> new Login(name, file));
    }

    private static Optional<Path> readable(Config config, String key) {
        Optional<Path> file = config.path(key);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            config.reject(key, "'" + file.get() + "'", "a file that can be read");
        }
        return file;
    }

    private static VersionChoice version(String text) {
        return switch (text) {
            case "5" -> VersionChoice.V5;
            case "3.1.1" -> VersionChoice.V3_1_1;
            default -> VersionChoice.AUTO;
        };
    }

    /** The broker's name in messages. */
    String name() {
        return host + ":" + port;
    }
}
