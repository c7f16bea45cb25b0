package dev.sluice.endrpi;

import dev.sluice.device.Device;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What a board measures of itself: its name in REST paths, the attributes it takes, and its model on the wire. */
enum SystemPart {
    PLATFORM(named("system platform", "machine-type", "network-name", "os-name", "os-release", "os-version")) {
        @Override
        void writeModel(JsonGenerator out, Device device) {
            out.writeStringProperty("machineType", text(device, "machine-type"));
            out.writeStringProperty("networkName", text(device, "network-name"));
            out.writeObjectPropertyStart("operatingSystem");
            out.writeStringProperty("name", text(device, "os-name"));
            out.writeStringProperty("release", text(device, "os-release"));
            out.writeStringProperty("version", text(device, "os-version"));
            out.writeEndObject();
        }
    },
    TEMPERATURE(named("system on chip temperature", "soc-temperature")) {
        @Override
        void writeModel(JsonGenerator out, Device device) {
            writeMeasurement(out, "systemOnChip", device, "soc-temperature", Optional.empty(), "CELSIUS");
        }
    },
    THROTTLE(named("system throttle status", "throttled")) {
        @Override
        void writeModel(JsonGenerator out, Device device) {
            int word = (int) number(device, "throttled");
            THROTTLE_BITS.forEach(bit -> out.writeBooleanProperty(bit.getKey(), (word >> bit.getValue() & 1) != 0));
        }
    },
    UPTIME(named("system uptime", "uptime")) {
        @Override
        void writeModel(JsonGenerator out, Device device) {
            double seconds = number(device, "uptime");
            out.writeName("seconds");
            out.writeNumber(decimal(seconds));
            out.writeStringProperty("formatted", formatted(seconds));
        }
    },
    FREQUENCY(List.of(
            Map.entry("arm-frequency", "Failed to query system ARM frequency"),
            Map.entry("core-frequency", "Failed to query system core frequency"))) {
        @Override
        void writeModel(JsonGenerator out, Device device) {
            writeMeasurement(out, "arm", device, "arm-frequency", Optional.empty(), "HERTZ");
            writeMeasurement(out, "core", device, "core-frequency", Optional.empty(), "HERTZ");
        }
    },
    MEMORY(named("system memory", "memory-total", "memory-free", "memory-available")) {
        @Override
        void writeModel(JsonGenerator out, Device device) {
            writeMeasurement(out, "total", device, "memory-total", Optional.of("KILO"), "BYTE");
            writeMeasurement(out, "free", device, "memory-free", Optional.of("KILO"), "BYTE");
            writeMeasurement(out, "available", device, "memory-available", Optional.of("KILO"), "BYTE");
        }
    };

    /** Fields in the order in which upstream sends them, with their bit in the firmware's word. */
    private static final List<Map.Entry<String, Integer>> THROTTLE_BITS = List.of(
            Map.entry("throttling", 2),
            Map.entry("throttlingHasOccurred", 18),
            Map.entry("underVoltageDetected", 0),
            Map.entry("underVoltageHasOccurred", 16),
            Map.entry("armFrequencyCapped", 1),
            Map.entry("armFrequencyCappingHasOccurred", 17),
            Map.entry("softTemperatureLimitActive", 3),
            Map.entry("softTemperatureLimitHasOccurred", 19));

    private static final long SECONDS_A_DAY = 86_400;
    private static final double WHOLE_UP_TO = 1e15;

    @SuppressWarnings("ImmutableEnumChecker") // lists made by List.of and toList never change
    private final List<Map.Entry<String, String>> errorsByAttribute;

    SystemPart(List<Map.Entry<String, String>> errorsByAttribute) {
        this.errorsByAttribute = errorsByAttribute;
    }

    private static List<Map.Entry<String, String>> named(String what, String... attributes) {
        return List.of(attributes).stream()
                .map(attribute -> Map.entry(attribute, "Failed to query " + what))
                .toList();
    }

    /** The part's name in REST paths and in the combined model. */
    String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What to say when nothing can be asked at all. */
    String error() {
        return errorsByAttribute.get(0).getValue();
    }

    /** Why the part cannot be told, if it cannot: the first of its attributes that the board does not measure. */
    Optional<String> error(Device device) {
        return errorsByAttribute.stream()
                .filter(entry -> device.value(entry.getKey()).isEmpty())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Writes the model of a part that has no {@link #error(Device)}. */
    void write(JsonGenerator out, Device device) {
        out.writeStartObject();
        writeModel(out, device);
        out.writeEndObject();
    }

    abstract void writeModel(JsonGenerator out, Device device);

    /** {@code 0:17:38}, {@code 1 day, 10:17:36}, as Python writes a time delta; halves are rounded to even. */
    static String formatted(double seconds) {
        long whole = (long) Math.rint(seconds);
        long days = whole / SECONDS_A_DAY;
        long rest = whole % SECONDS_A_DAY;
        String time = String.format(Locale.ROOT, "%d:%02d:%02d", rest / 3600, rest / 60 % 60, rest % 60);
        if (days == 0) {
            return time;
        }
        return days + (days == 1 ? " day, " : " days, ") + time;
    }

    /** A number with a fraction and without an exponent, as clients of upstream see it: {@code 1500345728.0}. */
    static String decimal(double value) {
        if (value == Math.rint(value) && Math.abs(value) < WHOLE_UP_TO) {
            return (long) value + ".0";
        }
        String plain = BigDecimal.valueOf(value).toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    private static void writeMeasurement(
            JsonGenerator out, String name, Device device, String attribute, Optional<String> prefix, String unit) {
        out.writeObjectPropertyStart(name);
        out.writeName("quantity");
        out.writeNumber(decimal(number(device, attribute)));
        if (prefix.isPresent()) {
            out.writeStringProperty("prefix", prefix.get());
        } else {
            out.writeNullProperty("prefix");
        }
        out.writeStringProperty("unitOfMeasurement", unit);
        out.writeEndObject();
    }

    private static double number(Device device, String attribute) {
        return device.value(attribute).orElseThrow().doubleValue();
    }

    private static String text(Device device, String attribute) {
        return device.value(attribute).orElseThrow().stringValue();
    }
}
