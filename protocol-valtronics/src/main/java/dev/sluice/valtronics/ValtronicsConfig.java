package dev.sluice.valtronics;

import dev.sluice.config.Config;
import dev.sluice.config.Networks;
import dev.sluice.device.DeviceId;
import dev.sluice.protocol.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What can be set.
 *
 * @param transport what the transport enforces: wide enough for this protocol's own limits to be answered with an error
 * @param connectionsPerUser connections of one user at a time, 0 for no limit
 * @param connectsPerMinute connections from one address, 0 for no limit
 * @param connectsExempt addresses to which that does not apply
 * @param origins web pages that may connect, besides those that the listener admits
 * @param devices numbers of devices
 * @param rules what is reason for an alert
 * @param compresses whether messages may be compressed
 */
record ValtronicsConfig(
        Limits transport,
        MessageLimits messages,
        AuthConfig auth,
        int connectionsPerUser,
        int connectsPerMinute,
        Networks connectsExempt,
        List<String> origins,
        Map<DeviceId, Long> devices,
        SystemConfig system,
        List<AlertRule> rules,
        IngestConfig ingest,
        boolean compresses) {

    /** The documented limits. */
    private static final Limits DOCUMENTED = Limits.DEFAULT.with(limits -> limits.messageBytes(1024)
            .messagesPerSecond(100)
            .callsInFlight(1) // what follows a token waits until that is checked
            .connections(1000)
            .connectionsPerUser(100));

    /** Numbers for the simulator's sensors, so that the specification's examples have something to show. */
    private static final Map<String, Integer> EXAMPLES =
            Map.of("temperature-1", 1, "humidity-1", 2, "pressure-1", 3, "air-quality-1", 4, "vibration-1", 5);

    private static final int BYTES_BEFORE_CLOSE = 8;
    private static final int RATE_BEFORE_CLOSE = 20;

    ValtronicsConfig {
        origins = List.copyOf(origins);
        devices = Map.copyOf(devices);
        rules = List.copyOf(rules);
    }

    /**
     * What of a client's messages is answered with an error.
     *
     * @param bytes largest message
     * @param perSecond most messages a second, 0 for no limit
     * @param batchItems most messages in a batch
     * @param subscriptions most subscriptions of a connection
     */
    record MessageLimits(int bytes, int perSecond, int batchItems, int subscriptions) {}

    /**
     * How a client has to authenticate.
     *
     * @param timeout how long it may take
     * @param attempts how many tokens may be no good in a row
     */
    record AuthConfig(Duration timeout, int attempts) {}

    /**
     * How the host is watched.
     *
     * @param disk a directory on the file system whose usage counts
     */
    record SystemConfig(Duration interval, Path disk) {}

    /**
     * How telemetry is taken over HTTP.
     *
     * @param devices how many devices may come into being that way
     * @param metrics most metrics that such a device may have
     * @param batchItems most readings in one request
     * @param perSecond most requests of one device a second, 0 for no limit
     * @param silence after this time without telemetry such a device is offline
     */
    record IngestConfig(int devices, int metrics, int batchItems, int perSecond, Duration silence) {
        private static IngestConfig read(Config config) {
            return new IngestConfig(
                    config.integer("devices", 1000, 0, 1_000_000),
                    config.integer("metrics", 100, 1, 100_000),
                    config.integer("batch-items", 1000, 1, 100_000),
                    config.integer("messages-per-second", 100, 0, 1_000_000),
                    config.duration("silence", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofDays(365)));
        }
    }

    static ValtronicsConfig read(Config config) {
        Limits documented = DOCUMENTED.overriddenBy(config);
        Config limits = config.section("limits");
        Config auth = config.section("auth");
        return new ValtronicsConfig(
                transport(documented),
                new MessageLimits(
                        documented.messageBytes(),
                        documented.messagesPerSecond(),
                        limits.integer("batch-items", 50, 1, 100_000),
                        limits.integer("subscriptions", 100, 1, 100_000)),
                new AuthConfig(
                        auth.duration("timeout", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofHours(1)),
                        auth.integer("attempts", 5, 1, 1000)),
                documented.connectionsPerUser(),
                limits.integer("connects-per-minute", 10, 0, 1_000_000),
                limits.networks("connects-exempt", Networks.of("127.0.0.0/8", "::1/128")),
                config.texts("origins", List.of()),
                devices(config),
                system(config.section("system")),
                rules(config),
                IngestConfig.read(config.section("ingest")),
                config.flag("compression", true));
    }

    /** A message that is somewhat too large, or comes somewhat too fast, gets an error; only far beyond that the end. */
    private static Limits transport(Limits documented) {
        return documented.with(limits -> limits.messageBytes(documented.messageBytes() * BYTES_BEFORE_CLOSE)
                .messagesPerSecond(documented.messagesPerSecond() * RATE_BEFORE_CLOSE)
                .connectionsPerUser(0)); // the session counts them, and says so in its own words
    }

    private static Map<DeviceId, Long> devices(Config config) {
        Config section = config.section("devices");
        Map<String, Integer> given = new LinkedHashMap<>();
        section.keys().forEach(name -> given.put(name, section.integer(name, 0, 1, Integer.MAX_VALUE)));
        Map<DeviceId, Long> devices = new HashMap<>();
        (config.has("devices") ? given : EXAMPLES).forEach((name, number) -> {
            if (!DeviceId.isValid(name)) {
                section.reject(name, "this name", "the id of a device");
            } else if (devices.containsValue((long) number)) {
                section.reject(name, "'" + number + "' a second time", "a number of its own for each device");
            } else {
                devices.put(new DeviceId(name), (long) number);
            }
        });
        return devices;
    }

    private static List<AlertRule> rules(Config config) {
        List<Config> given = config.section("alerts").list("rules");
        return AlertRule.read(config.section("alerts").has("rules") ? given : defaultRules());
    }

    private static List<Config> defaultRules() {
        try (InputStream file = ValtronicsConfig.class.getResourceAsStream("alert-rules.yaml")) {
            String yaml = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return Config.parse("alert-rules.yaml", yaml, Path.of(""), Map.of()).list("rules");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SystemConfig system(Config config) {
        return new SystemConfig(
                config.duration("interval", Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofHours(1)),
                config.path("disk").orElse(Path.of("").toAbsolutePath().getRoot()));
    }
}
