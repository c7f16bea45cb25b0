package dev.sluice.example;

import dev.sluice.config.Config;
import dev.sluice.device.Adapter;
import dev.sluice.device.AdapterProvider;
import dev.sluice.device.DeviceId;
import java.nio.file.Path;
import java.time.Duration;

/** Makes adapters of type {@code fan}. Stateless; called once per adapter, at the start. */
public final class FanProvider implements AdapterProvider {
    @Override
    public String type() {
        return "fan";
    }

    @Override
    public Adapter configure(Config config) {
        String id = config.text("id", "fan-1");
        if (!DeviceId.isValid(id)) {
            config.reject("id", "'" + id + "'", "1 to 128 characters of A-Z a-z 0-9 . _ : -");
            id = "fan-1";
        }
        Path directory = config.path("directory").orElse(Path.of("/sys/class/hwmon/hwmon0"));
        Duration interval =
                config.duration("interval", Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofHours(1));
        return new FanAdapter(new DeviceId(id), directory, interval);
    }
}
