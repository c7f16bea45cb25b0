package dev.sluice.protocol;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON by one policy for input that may be hostile: nesting at most {@value #DEPTH} deep, numbers of at most
 * {@value #NUMBER_LENGTH} characters, names of at most {@value #NAME_LENGTH}, exactly one document and nothing after it, of
 * two members with the same name the last one wins, and lone surrogates, which no UTF-8 text can carry on,
 * become U+FFFD in a value and are refused in a name.
 * Sizes are bounded before, by {@link Limits#messageBytes}.
 */
public final class Json {
    /** Deepest nesting read. */
    public static final int DEPTH = 64;

    /** Longest number read. */
    public static final int NUMBER_LENGTH = 400;

    /** Longest member name read. */
    public static final int NAME_LENGTH = 1024;

    private static final int ECHO_LENGTH = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxNumberLength(NUMBER_LENGTH)
                            .maxNameLength(NAME_LENGTH)
                            .build())
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .recyclerPool(JsonRecyclerPools.threadLocalPool())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);

    private Json() {}

    /**
     * Reads one document.
     *
     * @throws BadJsonException if the text is not JSON or breaks the policy; its message tells a client what was found where
     */
    public static JsonNode read(Text text) throws BadJsonException {
        try {
            JsonNode node = READER.readValue(text.array(), text.offset(), text.length());
            return mayHoldSurrogates(text) ? withoutLoneSurrogates(node) : node;
        } catch (JacksonException e) {
            throw new BadJsonException(text.isBlank() ? "empty text" : BadJsonException.describe(e));
        }
    }

    /** A message of our own as JSON. */
    public static JsonNode read(Payload written) {
        try {
            return read(new Text(written.bytes(), 0, written.size()));
        } catch (BadJsonException e) {
            throw new IllegalArgumentException("not JSON: " + written, e);
        }
    }

    /**
     * Reads one document with a parser of one's own, for who needs to know where in the text a value stands.
     *
     * @param reader begins before the document's first token and must end at its last
     * @throws BadJsonException as {@link #read(Text)}
     */
    public static <R> R parse(Text text, Function<JsonParser, R> reader) throws BadJsonException {
        try (JsonParser parser = MAPPER.createParser(text.array(), text.offset(), text.length())) {
            R result = reader.apply(parser);
            JsonToken behind = parser.nextToken();
            if (behind != null) {
                throw new BadJsonException("something behind the document's end");
            }
            return result;
        } catch (JacksonException e) {
            throw new BadJsonException(text.isBlank() ? "empty text" : BadJsonException.describe(e));
        }
    }

    /** Writes one message. */
    public static Payload write(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = MAPPER.createGenerator(out)) {
            content.accept(generator);
        }
        return Payload.of(out.toByteArray());
    }

    /** An empty object to be filled. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** An empty array to be filled. */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /**
     * A received value as it may be repeated in an error message: cut to {@value #ECHO_LENGTH} characters, control characters
     * and lone surrogates replaced.
     */
    public static String echo(String value) {
        int end = Math.min(value.length(), ECHO_LENGTH);
        if (end < value.length() && Character.isHighSurrogate(value.charAt(end - 1))) {
            end--;
        }
        StringBuilder safe = new StringBuilder(end + 1);
        value.substring(0, end)
                .codePoints()
                .map(c -> Character.isISOControl(c) || isSurrogate(c) ? 0xFFFD : c)
                .forEach(safe::appendCodePoint);
        return end < value.length() ? safe.append('…').toString() : safe.toString();
    }

    /** {@link #echo(String)} of a value of any type: texts as they are, everything else as JSON. */
    public static String echo(JsonNode value) {
        return echo(value.isString() ? value.stringValue() : value.toString());
    }

    private static boolean mayHoldSurrogates(Text text) {
        byte[] bytes = text.array();
        for (int i = text.offset(), last = text.offset() + text.length() - 3; i < last; i++) {
            if (bytes[i] == '\\' && bytes[i + 1] == 'u' && (bytes[i + 2] | 0x20) == 'd') {
                return true;
            }
        }
        return false;
    }

    private static JsonNode withoutLoneSurrogates(JsonNode node) {
        if (node.isString()) {
            return node.stringValue().codePoints().anyMatch(Json::isSurrogate)
                    ? MAPPER.getNodeFactory().stringNode(repaired(node.stringValue()))
                    : node;
        }
        if (node.isArray()) {
            ArrayNode copy = array();
            node.forEach(element -> copy.add(withoutLoneSurrogates(element)));
            return copy;
        }
        if (node.isObject()) {
            ObjectNode copy = object();
            node.forEachEntry((name, value) -> copy.set(name, withoutLoneSurrogates(value)));
            return copy;
        }
        return node;
    }

    private static String repaired(String text) {
        StringBuilder repaired = new StringBuilder(text.length());
        text.codePoints().map(c -> isSurrogate(c) ? 0xFFFD : c).forEach(repaired::appendCodePoint);
        return repaired.toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= 0xD800 && codePoint <= 0xDFFF;
    }
}
