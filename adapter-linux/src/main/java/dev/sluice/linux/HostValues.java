package dev.sluice.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/** What the machine says of itself, as attributes. Called by the measuring thread. */
final class HostValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern UPTIME = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?) +\\d{1,15}(?:\\.\\d{1,9})?");
    private static final Pattern MILLIDEGREES = Pattern.compile("-?\\d{1,9}");
    private static final Pattern MEMORY = Pattern.compile("(?m)^(MemTotal|MemFree|MemAvailable): +(\\d{1,15}) kB$");
    private final HostFiles files;
    private final Firmware firmware;

    /**
     * The machine below {@code root}.
     *
     * @param firmware asked for throttling and clocks
     */
    HostValues(Path root, Firmware firmware) {
        this.files = new HostFiles(root);
        this.firmware = firmware;
    }

    /**
     * Every attribute but the pins; JSON null for what cannot be measured.
     *
     * @throws IOException if there is no sign of life at all
     */
    Map<String, JsonNode> read() throws IOException {
        Optional<JsonNode> uptime = uptime();
        Map<String, JsonNode> memory = memory();
        if (uptime.isEmpty() && memory.isEmpty()) {
            throw new IOException(files.path("proc") + ": no uptime and no meminfo that can be read (expected: a Linux"
                    + " system's /proc)");
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        put(values, "soc-temperature", temperature());
        FirmwareReading reading = firmware.read();
        put(
                values,
                "throttled",
                reading.throttled().stream()
                        .mapToObj(word -> (JsonNode) JSON.numberNode(word))
                        .findFirst());
        put(values, "uptime", uptime);
        put(values, "arm-frequency", number(reading.arm()));
        put(values, "core-frequency", number(reading.core()));
        put(values, "memory-total", Optional.ofNullable(memory.get("MemTotal")));
        put(values, "memory-free", Optional.ofNullable(memory.get("MemFree")));
        put(values, "memory-available", Optional.ofNullable(memory.get("MemAvailable")));
        put(values, "machine-type", kernel("arch").or(() -> Optional.of(JSON.stringNode(machine()))));
        put(values, "network-name", kernel("hostname"));
        put(values, "os-name", kernel("ostype"));
        put(values, "os-release", kernel("osrelease"));
        put(values, "os-version", kernel("version"));
        return values;
    }

    private Optional<JsonNode> temperature() {
        return files.line("sys/class/thermal/thermal_zone0/temp")
                .filter(text -> MILLIDEGREES.matcher(text).matches())
                .map(text -> JSON.numberNode(Integer.parseInt(text) / 1000.0));
    }

    private Optional<JsonNode> uptime() {
        return files.line("proc/uptime")
                .map(UPTIME::matcher)
                .filter(Matcher::matches)
                .map(parts -> JSON.numberNode(Double.parseDouble(parts.group(1))));
    }

    private Map<String, JsonNode> memory() {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        Matcher lines = MEMORY.matcher(files.text("proc/meminfo").orElse(""));
        while (lines.find()) {
            values.put(lines.group(1), JSON.numberNode(Long.parseLong(lines.group(2))));
        }
        return values;
    }

    private Optional<JsonNode> kernel(String name) {
        return files.line("proc/sys/kernel/" + name)
                .filter(text -> !text.isEmpty())
                .map(JSON::stringNode);
    }

    /** Kernels before 6.1 do not say it in a file. */
    private static String machine() {
        String arch = System.getProperty("os.arch", "unknown").toLowerCase(Locale.ROOT);
        return switch (arch) {
            case "amd64" -> "x86_64";
            case "x86", "i386" -> "i686";
            case "arm" -> "armv7l";
            default -> arch;
        };
    }

    private static Optional<JsonNode> number(OptionalDouble value) {
        return value.isPresent() ? Optional.of(JSON.numberNode(value.getAsDouble())) : Optional.empty();
    }

    private static void put(Map<String, JsonNode> values, String name, Optional<? extends JsonNode> value) {
        values.put(name, value.isPresent() ? value.get() : NullNode.getInstance());
    }
}
