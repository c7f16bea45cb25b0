package dev.sluice.mqtt;

import dev.sluice.config.Config;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the configuration says about one MQTT adapter.
 *
 * @param devices those that the configuration describes
 * @param limits how much of everything
 */
record MqttConfig(BrokerConfig broker, List<DeviceMapping> devices, Limits limits) {
    /**
     * How much of everything.
     *
     * @param payloadBytes longer messages are dropped
     * @param inbox messages that may wait; more are dropped
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

    static MqttConfig read(Config config) {
        return new MqttConfig(
                BrokerConfig.read(config.section("broker")), devices(config), Limits.read(config.section("limits")));
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
