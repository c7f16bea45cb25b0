package dev.sluice.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

class OutputTest {
    @Command(name = "print")
    private static final class Print {
        @Mixin
        private final Output output = new Output();
    }

    private final StringWriter out = new StringWriter();

    @Test
    void letsNoTextGiveOrdersToTheTerminal() {
        Output output = output(new PrintWriter(out, true));
        output.line("a\u001b[2Jb\u009b2Jc\u202ed\re");
        assertThat(out.toString().strip()).isEqualTo("a?[2Jb?2Jc?d?e");
    }

    @Test
    void keepsInJsonWhatATextHadWithoutGivingOrders() {
        Output output = output(new PrintWriter(out, true), "--json");
        output.json(JsonNodeFactory.instance.objectNode().put("text", "\u009b2J\u202e\u001bü"));
        assertThat(out.toString()).contains("\\u009b2J\\u202e", "ü").doesNotContain("\u009b", "\u202e", "\u001b");
        assertThat(JsonMapper.shared().readTree(out.toString()).path("text").asString(""))
                .isEqualTo("\u009b2J\u202e\u001bü");
    }

    @Test
    void alignsColumns() {
        output(new PrintWriter(out, true)).table(List.of("ID", "NAME"), List.of(List.of("valve-1", "a\nb")));
        assertThat(out.toString().lines()).containsExactly("ID       NAME", "valve-1  a b");
    }

    @Test
    void tellsRowsToPeopleAsATableAndToProgramsAsTheyAre() {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        rows.addObject().put("id", "1a").put("messages", 12).put("more", true);
        rows.addObject().put("id", "2").putNull("messages");
        Output.Column[] columns = {
            Output.Column.of("ID", "id"), Output.Column.of("MESSAGES", "messages"), Output.Column.of("NAME", "name")
        };
        output(new PrintWriter(out, true)).rows(rows, columns);
        assertThat(out.toString().lines()).containsExactly("ID  MESSAGES  NAME", "1a  12", "2");
        out.getBuffer().setLength(0);
        output(new PrintWriter(out, true), "--json").rows(rows, columns);
        assertThat(JsonMapper.shared().readTree(out.toString())).isEqualTo(rows);
    }

    @Test
    void noticesThatNobodyReadsAnyMore() throws Exception {
        Lines lines = new Lines(output(new PrintWriter(new Closed(), true, StandardCharsets.UTF_8)), 0);
        lines.print(JsonNodeFactory.instance.objectNode(), "a line");
        assertThat(lines.await()).isZero();
    }

    @Test
    void drawsABarOnATerminalAndWipesItAway() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (Progress bar = bar(screen, true)) {
            bar.start();
            Awaitility.await().until(() -> screen.size() > 0);
        }
        String drawn = screen.toString(StandardCharsets.UTF_8);
        assertThat(drawn)
                .startsWith("\rbench [###############               ] 50 %")
                .endsWith(" \r");
        screen.reset();
        try (Progress bar = bar(screen, false)) {
            bar.start();
        }
        assertThat(screen.size()).isZero();
    }

    private static Progress bar(OutputStream screen, boolean isTerminal) {
        PrintStream terminal = new PrintStream(screen, true, StandardCharsets.UTF_8);
        return new Progress("bench", () -> 0.5, terminal, isTerminal, Duration.ZERO);
    }

    private static Output output(PrintWriter writer, String... arguments) {
        Print command = new Print();
        new CommandLine(command).setOut(writer).parseArgs(arguments);
        return command.output;
    }

    /** A pipe whose other end is closed. */
    private static final class Closed extends OutputStream {
        @Override
        public void write(int b) throws java.io.IOException {
            throw new java.io.IOException("Broken pipe");
        }
    }
}
