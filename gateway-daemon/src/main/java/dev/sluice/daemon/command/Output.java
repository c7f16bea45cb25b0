package dev.sluice.daemon.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** How a command tells what it found: to people, or with {@code --json} to programs. */
public final class Output {
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Control characters, also those of eight bits, and what turns the direction of text around. */
    private static final Pattern ORDERS = Pattern.compile("[\\p{Cc}\\u202a-\\u202e\\u2066-\\u2069&&[^\\t\\n]]");

    @Option(names = "--json", description = "Prints JSON, for programs.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** A column of a table, and what a row has there. */
    public record Column(String head, Function<JsonNode, String> cell) {
        public static Column of(String head, String field) {
            return new Column(head, row -> row.path(field).asString(""));
        }
    }

    public boolean isJson() {
        return json;
    }

    public PrintWriter out() {
        return spec.commandLine().getOut();
    }

    public PrintWriter err() {
        return spec.commandLine().getErr();
    }

    public void json(JsonNode node) {
        print(escaped(PRETTY.writeValueAsString(node)));
    }

    /** One line of JSON, of those that go on. */
    void jsonLine(JsonNode node) {
        print(escaped(node.toString()));
    }

    /** One thing: all of it for programs, the lines for people. */
    public void tell(JsonNode node, List<String> lines) {
        if (json) {
            json(node);
        } else {
            lines.forEach(this::line);
        }
    }

    public void tell(JsonNode node, String line) {
        tell(node, List.of(line));
    }

    /** A list: as it is for programs, a table for people. */
    public void rows(ArrayNode rows, Column... columns) {
        if (json) {
            json(rows);
            return;
        }
        List<String> head = Stream.of(columns).map(Column::head).toList();
        table(
                head,
                rows.valueStream()
                        .map(row -> Stream.of(columns)
                                .map(column -> column.cell().apply(row))
                                .toList())
                        .toList());
    }

    /** Without what a terminal would take for orders: texts may come from devices and clients. */
    public void line(String text) {
        print(plain(text));
    }

    /** What did not go well, on the other stream. */
    void problem(String text) {
        err().println("sluice: " + plain(text));
    }

    /** A text without orders for a terminal. */
    public static String plain(String text) {
        return ORDERS.matcher(text).replaceAll("?");
    }

    /** In JSON these can be in texts only. */
    private static String escaped(String json) {
        return ORDERS.matcher(json)
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }

    private void print(String text) {
        out().println(text);
        out().flush();
    }

    /** Whether somebody still takes what is printed: not so behind {@code head}, when that has had enough. */
    boolean isRead() {
        return !out().checkError();
    }

    /** Columns as wide as they need to be, the last one as it is. */
    public void table(List<String> head, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(head);
        all.addAll(rows);
        int[] widths = new int[head.size()];
        all.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        all.forEach(row -> {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            line(text.toString().replaceAll("\\s", " ").stripTrailing());
        });
    }
}
