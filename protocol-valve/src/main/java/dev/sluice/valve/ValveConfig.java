package dev.sluice.valve;

import dev.sluice.config.Config;
import dev.sluice.device.DeviceId;
import dev.sluice.protocol.Limits;
import java.util.Arrays;

/**
 * What can be set.
 *
 * @param device the valve behind the paths that name none
 * @param units what telemetry is expressed in
 * @param echoChangeState whether a {@code changeState} that succeeded is repeated to its sender, as some clients expect
 */
record ValveConfig(DeviceId device, Units units, boolean echoChangeState, Limits limits) {
    private static final String DEVICE = "valve-1";

    static ValveConfig read(Config config) {
        return new ValveConfig(
                device(config),
                units(config.section("units")),
                config.flag("echo-change-state", false),
                Limits.DEFAULT.overriddenBy(config));
    }

    private static DeviceId device(Config config) {
        String name = config.text("device", DEVICE);
        if (DeviceId.isValid(name)) {
            return new DeviceId(name);
        }
        config.reject("device", "'" + name + "'", "1 to 128 characters of A-Z a-z 0-9 . _ : -");
        return new DeviceId(DEVICE);
    }

    private static Units units(Config config) {
        return new Units(
                unit(config, "flow", Units.DEFAULT.flow()),
                unit(config, "temperature", Units.DEFAULT.temperature()),
                unit(config, "pressure", Units.DEFAULT.pressure()));
    }

    private static <U extends Enum<U> & Units.Unit> U unit(Config config, String key, U fallback) {
        U[] known = fallback.getDeclaringClass().getEnumConstants();
        String name = config.choice(
                key, fallback.wire(), Arrays.stream(known).map(Units.Unit::wire).toList());
        return Arrays.stream(known)
                .filter(unit -> unit.wire().equals(name))
                .findFirst()
                .orElse(fallback);
    }
}
