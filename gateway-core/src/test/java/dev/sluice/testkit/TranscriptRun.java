package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.Command;
import dev.sluice.device.Outcome;
import dev.sluice.device.Status;
import dev.sluice.protocol.ApiMessage.Sender;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * One transcript being played.
 *
 * <p>If the protocol is described, everything said is held against the description. Whatever the gateway says must be in it.
 * What a client says may only be missing if it is bad input: each such text must be followed by an error message of its own,
 * or by the end of the connection.
 */
final class TranscriptRun {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern LINE = Pattern.compile("([a-z]?)(>>|[><!=@?+#~-])(?: (.*))?");
    private static final Pattern COMMAND = Pattern.compile("(\\S+) (\\S+) (\\{.*?})(?: => (\\S+)(?: (.*))?)?");

    private final Stage stage;
    private final Map<String, FakeSession> sessions = new LinkedHashMap<>();
    private final Optional<ApiCheck> api;
    private final Map<String, Deque<String>> undescribed = new LinkedHashMap<>();

    TranscriptRun(Stage stage) {
        this.stage = stage;
        this.api = stage.service().api().map(ApiCheck::new);
    }

    void play(List<String> lines) {
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            try {
                playLine(line);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("line " + number + ": " + line + "\n" + e.getMessage(), e);
            }
        }
        sessions.forEach((name, session) -> assertNothingSent(name));
        undescribed.forEach((name, texts) -> assertThat(texts)
                .as("taken without an error, but not described")
                .isEmpty());
    }

    private void saidByClient(String name, String text) {
        if (api.isPresent() && api.get().find(Sender.CLIENT, text).isEmpty()) {
            undescribed.computeIfAbsent(name, n -> new ArrayDeque<>()).add(text);
        }
    }

    private void saidByGateway(String name, String text) {
        if (api.isPresent() && api.get().described(text).error()) {
            undescribed.getOrDefault(name, new ArrayDeque<>()).poll();
        }
    }

    private void playLine(String line) {
        if (line.isBlank()) {
            return;
        }
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a transcript line");
        }
        String name = parts.group(1);
        String rest = parts.group(3) == null ? "" : parts.group(3);
        switch (parts.group(2)) {
            case "=" -> sessions.put(name, stage.connect(stage.handshake().withPath(rest)));
            case ">" -> {
                assertNothingSent(name);
                saidByClient(name, rest);
                session(name).receive(rest);
            }
            case ">>" -> session(name).receiveBinary(Integer.parseInt(rest));
            case "<" -> expect(name, rest);
            case "!" -> {
                expectClose(session(name), rest);
                undescribed.remove(name);
            }
            case "-" -> session(name).disconnect(Integer.parseInt(rest));
            case "~" -> session(name).vanish();
            case "@" -> report(rest);
            case "?" -> command(rest);
            case "+" -> stage.scheduler().advance(duration(rest));
            default -> {} // a comment
        }
    }

    private FakeSession session(String name) {
        return sessions.computeIfAbsent(name, n -> stage.connect());
    }

    private void assertNothingSent(String name) {
        String unexpected = session(name).take();
        assertThat(unexpected).as("sent, but not expected here").isNull();
    }

    private void expect(String name, String expected) {
        String actual = session(name).take();
        assertThat(actual).as("sent").isNotNull();
        saidByGateway(name, actual);
        if (!matches(json(expected), json(actual))) {
            assertThat(actual).as("sent").isEqualTo(expected);
        }
    }

    private static boolean matches(JsonNode expected, JsonNode actual) {
        if (expected.isString() && expected.stringValue().equals("*")) {
            return true;
        }
        if (expected.isObject() && actual.isObject()) {
            return expected.size() == actual.size()
                    && expected.properties().stream()
                            .allMatch(entry -> matches(entry.getValue(), actual.path(entry.getKey())));
        }
        if (expected.isArray() && actual.isArray()) {
            return expected.size() == actual.size()
                    && IntStream.range(0, expected.size()).allMatch(i -> matches(expected.get(i), actual.get(i)));
        }
        return expected.equals(actual);
    }

    private static void expectClose(FakeSession session, String expected) {
        String[] codeAndReason = expected.split(" ", 2);
        assertThat(session.closeCode()).as("close code").isEqualTo(Integer.parseInt(codeAndReason[0]));
        if (codeAndReason.length > 1) {
            assertThat(session.closeReason()).as("close reason").isEqualTo(codeAndReason[1]);
        }
    }

    private void report(String text) {
        String[] words = text.split(" ");
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            if (pair[0].equals("status")) {
                stage.device(words[0]).report(Status.valueOf(pair[1]), "transcript");
            } else {
                values.put(pair[0], json(pair[1]));
            }
        }
        if (!values.isEmpty()) {
            stage.device(words[0]).report(values);
        }
    }

    private void command(String text) {
        Matcher parts = COMMAND.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not: DEVICE ACTION {ARGUMENTS} [=> REASON DETAIL]");
        }
        FakeDevice device = stage.device(parts.group(1));
        Command received = device.received();
        assertThat(received).as("command received").isNotNull();
        assertThat(received.action()).isEqualTo(parts.group(2));
        assertThat(received.arguments()).isEqualTo(json(parts.group(3)));
        String detail = parts.group(5) == null ? "" : parts.group(5);
        device.answer(
                parts.group(4) == null
                        ? Outcome.DONE
                        : Outcome.refused(Outcome.Reason.valueOf(parts.group(4)), detail));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return StringNode.valueOf(text);
        }
    }

    private static Duration duration(String text) {
        return Duration.parse(
                text.endsWith("ms")
                        ? "PT" + Double.parseDouble(text.substring(0, text.length() - 2)) / 1000 + "S"
                        : "PT" + text);
    }
}
