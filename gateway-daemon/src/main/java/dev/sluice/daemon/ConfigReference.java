package dev.sluice.daemon;

import dev.sluice.config.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every key of the configuration, as the code asks for it. Made and used by one thread. */
final class ConfigReference {
    private static final String TOP = "Top level";
    private static final String REQUIRED = "required: ";
    private static final Pattern ADAPTER = Pattern.compile("adapters\\[(\\d+)](.*)");

    private static final String HEAD = """
            # Configuration reference

            Every key, as the code asks for it: this file is generated, and a test holds it against the code (to write it anew:
            `mvn test -pl gateway-daemon -am -Dtest=ConfigReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dupdate-docs`).
            What belongs together, and why, is in [configuration.md](configuration.md).

            - `[]` is a list; `NAME` is a name of your own.
            - A size is `4096`, `64KiB`, `1MB`; a duration `250ms`, `10s`, `5m`, `1h`, `1d`. A file's relative path starts at the
              directory of the configuration file.
            - A list of texts or networks may also be one of them alone.
            - **change**: whether a change of the file takes effect *at once*, when the gateway reads it again
              ([SIGHUP](configuration.md#changes-while-it-runs)), or at the next *restart*.
              Credentials change at once where the protocol has any in the file.
            """;

    private final List<Row> rows;
    private final Meanings meanings;

    /**
     * A key.
     *
     * @param name what it is called here: adapters go by their type
     * @param meaning empty if nobody says it
     */
    record Row(String name, Setting setting, boolean changeable, String meaning) {
        private String group() {
            String[] parts = name.split("\\.", 3);
            if (name.startsWith("adapters[")) {
                return "Adapters of type " + name.substring("adapters[".length(), name.indexOf(']'));
            }
            if (name.startsWith("protocols.")) {
                return "protocols." + parts[1];
            }
            return parts.length == 1 ? TOP : parts[0];
        }

        private String line() {
            boolean required = meaning.startsWith(REQUIRED);
            String type = setting.type().title() + (setting.range().isEmpty() ? "" : " " + setting.range());
            String fallback = required ? "required" : code(setting.fallback());
            String sentence = required ? meaning.substring(REQUIRED.length()) : meaning;
            String key = name.replaceFirst("^adapters\\[.*?]", "adapters[]");
            return "| `%s` | %s | %s | %s | %s |\n"
                    .formatted(key, type, fallback, changeable ? "at once" : "restart", sentence.replace("|", "\\|"));
        }

        private static String code(String text) {
            return text.isEmpty() ? "" : "`" + text + "`";
        }
    }

    private ConfigReference(List<Row> rows, Meanings meanings) {
        this.rows = rows;
        this.meanings = meanings;
    }

    /** What the gateway and the plug-ins that are here ask for. */
    static ConfigReference read() {
        GatewayConfig explored = GatewayConfig.explore();
        Meanings meanings = Meanings.read();
        List<String> types = GatewayConfig.adapterTypes();
        List<Row> rows = new ArrayList<>();
        for (Setting setting : explored.source().settings()) {
            String name = name(setting.key(), types);
            boolean changeable = Reload.isChangeable(
                    setting.key(),
                    explored.logins().keySet(),
                    explored.protocols(),
                    List.copyOf(explored.adapters().values()));
            rows.add(new Row(name, setting, changeable, meanings.of(name).orElse("")));
        }
        return new ConfigReference(List.copyOf(rows), meanings);
    }

    private static String name(String key, List<String> types) {
        Matcher adapter = ADAPTER.matcher(key);
        return adapter.matches()
                ? "adapters[" + types.get(Integer.parseInt(adapter.group(1))) + "]" + adapter.group(2)
                : key;
    }

    List<Row> rows() {
        return rows;
    }

    /** Keys of which meanings are told, but for which nobody asks. */
    List<String> superfluous() {
        return meanings.superfluous(rows.stream().map(Row::name).toList());
    }

    /** For people. */
    String markdown() {
        Map<String, StringBuilder> groups = new TreeMap<>(
                Comparator.comparing((String group) -> !group.equals(TOP)).thenComparing(Comparator.naturalOrder()));
        for (Row row : rows) {
            groups.computeIfAbsent(row.group(), group -> new StringBuilder()).append(row.line());
        }
        StringBuilder text = new StringBuilder(HEAD);
        groups.forEach((group, lines) -> text.append("\n## ")
                .append(group)
                .append("\n\n| key | value | default | change | meaning |\n|---|---|---|---|---|\n")
                .append(lines));
        return text.toString();
    }
}
