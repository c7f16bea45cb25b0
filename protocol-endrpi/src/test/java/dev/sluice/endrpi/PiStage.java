package dev.sluice.endrpi;

import dev.sluice.config.Config;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Request;
import dev.sluice.testkit.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Endrpi with a fake Raspberry Pi behind it. */
final class PiStage {
    private PiStage() {}

    static Stage create() {
        return new Stage(protocol(), Request.get("/endrpi"), pi());
    }

    static Protocol protocol() {
        return new EndrpiProvider().configure(Config.empty(Map.of()));
    }

    /** A board that measures everything, with fresh pins. */
    static DeviceDescriptor pi() {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        ObjectNode numbers = Json.object()
                .put("soc-temperature", 45.622)
                .put("throttled", 0)
                .put("uptime", 1057.85)
                .put("arm-frequency", 1500345728.0)
                .put("core-frequency", 500000992.0)
                .put("memory-total", 3884480)
                .put("memory-free", 3000000)
                .put("memory-available", 3500000.5)
                .put("machine-type", "aarch64")
                .put("network-name", "pi")
                .put("os-name", "Linux")
                .put("os-release", "6.6.31-v8+")
                .put("os-version", "#1 SMP");
        numbers.forEachEntry(values::put);
        for (String pin : Pins.NAMES) {
            boolean pulledUp = pin.equals("GPIO2") || pin.equals("GPIO3");
            values.put(
                    pin,
                    Json.object()
                            .put("io", "INPUT")
                            .put("state", pulledUp ? 1.0 : 0.0)
                            .put("pull", pulledUp ? "UP" : "FLOATING"));
        }
        return new DeviceDescriptor(new DeviceId("pi-1"), Profile.named("raspberry-pi"), "Pi", values);
    }
}
