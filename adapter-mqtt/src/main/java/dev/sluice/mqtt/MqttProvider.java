package dev.sluice.mqtt;

import dev.sluice.config.Config;
import dev.sluice.device.Adapter;
import dev.sluice.device.AdapterProvider;
import java.util.concurrent.ThreadLocalRandom;

/** Makes adapters of type {@code mqtt}. Stateless; called once per adapter, at the start. */
public final class MqttProvider implements AdapterProvider {
    @Override
    public String type() {
        return "mqtt";
    }

    @Override
    public Adapter configure(Config config) {
        MqttConfig read = MqttConfig.read(config);
        return new MqttAdapter(
                read,
                new Hivemq(read.broker(), MqttAdapter.lastWill(read)),
                () -> WorkerLane.started(
                        "sluice-mqtt-" + read.broker().name(), read.limits().inbox()),
                () -> ThreadLocalRandom.current().nextDouble());
    }
}
