package dev.sluice.linux;

import dev.sluice.config.Config;
import dev.sluice.device.DeviceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the configuration says about the machine.
 *
 * @param name for people
 * @param root where the machine's file system begins
 * @param interval how often it is measured
 * @param pins those that are looked at, in the order of the profile; none means that there is no GPIO
 * @param pinsNamed whether somebody has named them: then they are Sluice's, whatever they serve otherwise
 * @param chip the label or the path of the GPIO chip; empty means the one of a Raspberry Pi, if there is one
 */
record LinuxConfig(
        DeviceId id,
        String name,
        Path root,
        Duration interval,
        FirmwareChoice firmware,
        Set<Pin> pins,
        boolean pinsNamed,
        Optional<String> chip) {
    private static final String AUTO = "auto";
    private static final List<String> ALL_PINS = Pin.names();

    /** Where throttling and clocks are read. */
    enum FirmwareChoice {
        AUTO,
        SYSFS,
        VCGENCMD,
        VCIO,
        OFF
    }

    static LinuxConfig read(Config config) {
        String id = config.text("id", "pi");
        if (!DeviceId.isValid(id)) {
            config.reject("id", "'" + id + "'", "1 to 128 characters of A-Z a-z 0-9 . _ : -");
            id = "pi";
        }
        Config gpio = config.section("gpio");
        String chip = gpio.text("chip", AUTO);
        Set<Pin> pins = pins(gpio);
        return new LinuxConfig(
                new DeviceId(id),
                config.text("name", "Linux board"),
                config.path("root").orElse(Path.of("/")),
                config.duration("interval", Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofHours(1)),
                config.choice("firmware", FirmwareChoice.AUTO),
                gpio.flag("enabled", true) ? pins : Set.of(),
                gpio.has("pins"),
                chip.equals(AUTO) ? Optional.empty() : Optional.of(chip));
    }

    private static Set<Pin> pins(Config gpio) {
        Set<Pin> pins = EnumSet.noneOf(Pin.class);
        for (String name : gpio.texts("pins", ALL_PINS)) {
            Optional<Pin> pin = Pin.named(name);
            if (pin.isEmpty()) {
                gpio.reject("pins", "'" + name + "'", "names out of " + String.join(", ", ALL_PINS));
            }
            pin.ifPresent(pins::add);
        }
        return Collections.unmodifiableSet(pins);
    }
}
