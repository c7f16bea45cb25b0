package dev.sluice.config;

import dev.sluice.config.Node.Mapping;
import dev.sluice.config.Node.Scalar;
import dev.sluice.config.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** YAML text to {@link Node}s that know their lines. */
final class YamlReader {
    private final String origin;
    private final Consumer<Problem> problems;

    YamlReader(String origin, Consumer<Problem> problems) {
        this.origin = origin;
        this.problems = problems;
    }

    /** The document's top mapping; what is wrong with it has been noted as a problem. */
    Mapping read(String yaml) {
        Mapping nothing = new Mapping(Map.of(), Map.of(), 1);
        try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), yaml)) {
            if (parser.nextToken() == null) {
                return nothing;
            }
            Node top = node(parser, "");
            if (top instanceof Mapping mapping) {
                return mapping;
            }
            problems.accept(new Problem(origin, top.line(), "", top.brief(), "a section: key: value"));
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String message =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            problems.accept(new Problem(origin, at == null ? 0 : at.getLineNr(), "", message, "YAML"));
        }
        return nothing;
    }

    private Node node(JsonParser parser, String path) {
        int line = parser.currentTokenLocation().getLineNr();
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, path, line);
            case START_ARRAY -> sequence(parser, path, line);
            case VALUE_NULL -> new Scalar("", line);
            default -> new Scalar(String.valueOf(parser.getString()), line);
        };
    }

    private Mapping mapping(JsonParser parser, String path, int line) {
        Map<String, Node> entries = new LinkedHashMap<>();
        Map<String, Integer> keyLines = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int keyLine = parser.currentTokenLocation().getLineNr();
            String full = path.isEmpty() ? key : path + "." + key;
            if (keyLines.containsKey(key)) {
                problems.accept(new Problem(
                        origin, keyLine, full, "a second time", "each key once; first on line " + keyLines.get(key)));
            }
            parser.nextToken();
            keyLines.put(key, keyLine);
            entries.put(key, node(parser, full));
        }
        return new Mapping(entries, keyLines, line);
    }

    private Sequence sequence(JsonParser parser, String path, int line) {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(parser, path + "[" + items.size() + "]"));
        }
        return new Sequence(items, line);
    }
}
