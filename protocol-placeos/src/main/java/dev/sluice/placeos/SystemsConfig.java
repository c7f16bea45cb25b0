package dev.sluice.placeos;

import dev.sluice.config.Config;
import dev.sluice.device.ActionSpec.Clearance;
import dev.sluice.device.DeviceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The key {@code systems}: which devices are modules of which systems. */
final class SystemsConfig {
    /** What is there without configuration: the devices of the simulator. */
    private static final Map<String, List<SystemModule>> SIMULATED = Map.of(
            "sys-1234",
            List.of(
                    module("Display", "display-1"),
                    module("Display", "display-2"),
                    module("Bookings", "bookings-1"),
                    module("Camera", "camera-1"),
                    module("Lighting", "lighting-1")),
            "sys-home",
            List.of(
                    module("Valve", "valve-1"),
                    module("Pi", "pi-1"),
                    module("Wearable", "wearable-1"),
                    module("Wearable", "wearable-2")));

    private SystemsConfig() {}

    /**
     * Reads the key from its parent.
     *
     * @param config the section {@code protocols.placeos}
     */
    static Systems read(Config config) {
        Config section = config.section("systems");
        if (!config.has("systems")) {
            return Systems.of(SIMULATED);
        }
        Map<String, List<SystemModule>> systems = new LinkedHashMap<>();
        for (String id : section.keys()) {
            systems.put(id, modules(section.section(id)));
        }
        return Systems.of(systems);
    }

    private static List<SystemModule> modules(Config system) {
        List<SystemModule> modules = new ArrayList<>();
        for (Config module : system.list("modules")) {
            module(module).ifPresent(modules::add);
        }
        return modules;
    }

    private static Optional<SystemModule> module(Config config) {
        Optional<String> name = config.text("name");
        Optional<String> device = config.text("device");
        Map<String, Clearance> privileged = privileged(config.section("privileged"));
        if (name.isEmpty()) {
            config.reject("name", "nothing", "the module's name, such as Display");
        }
        if (device.isEmpty()) {
            config.reject("device", "nothing", "the id of a device, such as display-1");
        } else if (!DeviceId.isValid(device.get())) {
            config.reject("device", "'" + device.get() + "'", "1 to 128 characters of A-Z a-z 0-9 . _ : -");
            return Optional.empty();
        }
        return name.isEmpty() || device.isEmpty()
                ? Optional.empty()
                : Optional.of(SystemModule.of(name.get(), new DeviceId(device.get()), privileged));
    }

    private static Map<String, Clearance> privileged(Config config) {
        Map<String, Clearance> privileged = new LinkedHashMap<>();
        for (String method : config.keys()) {
            privileged.put(SystemModule.wire(method), config.choice(method, Clearance.SUPPORT));
        }
        return privileged;
    }

    private static SystemModule module(String name, String device) {
        return SystemModule.of(name, new DeviceId(device), Map.of());
    }
}
