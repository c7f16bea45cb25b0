package dev.sluice.mqtt;

import dev.sluice.config.Config;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the configuration says about one MQTT adapter.
 *
 * @param devices those that the configuration describes
 * @param conventions by which others are found
 * @param publishing whether the gateway's own devices are published
 * @param limits how much of everything
 */
record MqttConfig(
        BrokerConfig broker,
        List<DeviceMapping> devices,
        Conventions conventions,
        Publishing publishing,
        Limits limits) {
    /**
     * By which conventions devices are found, and below which topic.
     *
     * @param homie such as {@code homie/5}
     */
    record Conventions(Optional<String> homie, Optional<String> homeAssistant, Optional<String> valtronics) {
        private static Conventions read(Config config) {
            return new Conventions(
                    Topics.optional(config, "homie").map(domain -> domain + "/5"),
                    Topics.optional(config, "home-assistant"),
                    Topics.optional(config, "valtronics"));
        }
    }

    /**
     * Whether and where the gateway's own devices are published.
     *
     * @param base such as {@code homie/5}
     * @param gateway the id of the root device, which stands for this gateway
     */
    record Publishing(boolean on, String base, String gateway, Optional<String> homeAssistant) {
        private static Publishing read(Config config) {
            boolean on = config.flag("publish", false);
            Config section = config.section("publish-to");
            String gateway = section.text("gateway", "sluice");
            if (!gateway.matches("[a-z0-9-]{1,64}")) {
                section.reject("gateway", "'" + gateway + "'", "1 to 64 characters of a-z 0-9 -");
            }
            return new Publishing(
                    on,
                    Topics.optional(section, "homie").orElse("homie") + "/5",
                    gateway,
                    Topics.optional(section, "home-assistant"));
        }
    }

    /**
     * How much of everything.
     *
     * @param payloadBytes longer messages are dropped
     * @param inbox messages that may wait; of more the oldest are dropped
     * @param commands that may wait for the broker's acknowledgement; more are refused
     * @param discovered devices found by conventions; more are ignored
     */
    record Limits(int payloadBytes, int inbox, int commands, int discovered) {
        private static Limits read(Config config) {
            return new Limits(
                    (int) config.bytes("payload-size", 64 * 1024, 64, 16 * 1024 * 1024),
                    config.integer("inbox", 10_000, 16, 1_000_000),
                    config.integer("commands", 256, 1, 65_535),
                    config.integer("discovered-devices", 1000, 0, 100_000));
        }
    }

    MqttConfig {
        devices = List.copyOf(devices);
    }

    /** The same with other devices. */
    MqttConfig with(List<DeviceMapping> others) {
        return new MqttConfig(broker, others, conventions, publishing, limits);
    }

    static MqttConfig read(Config config) {
        return new MqttConfig(
                BrokerConfig.read(config.section("broker")),
                devices(config),
                Conventions.read(config.section("conventions")),
                Publishing.read(config),
                Limits.read(config.section("limits")));
    }

    private static List<DeviceMapping> devices(Config config) {
        Set<String> taken = new HashSet<>();
        List<DeviceMapping> devices = new ArrayList<>();
        for (Config section : config.list("devices")) {
            DeviceMappingReader.read(section, taken).ifPresent(devices::add);
        }
        return devices;
    }
}
