package dev.sluice.protocol;

import dev.sluice.device.ValueSpec;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What JSON a message may be: a JSON Schema (draft 7), built up from what the codec uses. Immutable; made at the start and
 * never asked while messages flow.
 *
 * <p>{@link #like} takes names and types from a message that the codec wrote, so that they are the codec's by construction;
 * {@link #at} then says more about one member, and refuses a member that the codec does not write.
 */
public final class Schema {
    private static final String PROPERTIES = "properties";
    private static final String REQUIRED = "required";

    private final ObjectNode json;

    private Schema(ObjectNode json) {
        this.json = json;
    }

    // ---- values

    public static Schema text() {
        return typed("string");
    }

    public static Schema number() {
        return typed("number");
    }

    public static Schema integer() {
        return typed("integer");
    }

    public static Schema flag() {
        return typed("boolean");
    }

    public static Schema nothing() {
        return typed("null");
    }

    public static Schema anything() {
        return new Schema(Json.object());
    }

    /** A time in UTC as ISO 8601 writes it. */
    public static Schema time() {
        return text().with("format", "date-time");
    }

    /** Exactly this value. */
    public static Schema constant(JsonNode value) {
        ObjectNode json = Json.object();
        json.set("const", value);
        return new Schema(json);
    }

    /** Exactly this text. */
    public static Schema constant(String text) {
        return new Schema(Json.object().put("type", "string").put("const", text));
    }

    /** One of these texts. */
    public static Schema oneOf(Collection<String> texts) {
        ObjectNode json = Json.object().put("type", "string");
        ArrayNode values = json.putArray("enum");
        texts.forEach(values::add);
        return new Schema(json);
    }

    public static Schema listOf(Schema element) {
        ObjectNode json = Json.object().put("type", "array");
        json.set("items", element.json());
        return new Schema(json);
    }

    /** Any of these. */
    public static Schema either(Schema... choices) {
        ObjectNode json = Json.object();
        ArrayNode any = json.putArray("anyOf");
        Arrays.stream(choices).forEach(choice -> any.add(choice.json()));
        return new Schema(json);
    }

    /** What a profile says about an attribute or an argument. */
    public static Schema of(ValueSpec spec) {
        Schema schema =
                switch (spec.type()) {
                    case NUMBER -> number();
                    case INTEGER -> integer();
                    case TEXT -> spec.values().isEmpty() ? text() : oneOf(spec.values());
                    case FLAG -> flag();
                    case LIST -> listOf(spec.values().isEmpty() ? anything() : oneOf(spec.values()));
                    case OBJECT -> typed("object");
                };
        ObjectNode json = schema.json();
        spec.min().ifPresent(min -> json.set("minimum", bound(min)));
        spec.max().ifPresent(max -> json.set("maximum", bound(max)));
        if (!spec.description().isEmpty()) {
            json.put("description", spec.description());
        }
        return new Schema(json);
    }

    // ---- objects

    /** An object of which no member is known yet; others than those added are not allowed. */
    public static Schema object() {
        return typed("object").with("additionalProperties", false);
    }

    /** An object whose members have any names and are all alike. */
    public static Schema mapOf(Schema value) {
        ObjectNode json = Json.object().put("type", "object");
        json.set("additionalProperties", value.json());
        return new Schema(json);
    }

    /**
     * The shape of a message that the codec wrote: the same members, all of them required, of the same types.
     *
     * @param fixed the members, as in {@link #at}, whose value is always the same
     */
    public static Schema like(Payload sample, String... fixed) {
        JsonNode node = Json.read(sample);
        Schema schema = like(node);
        for (String path : fixed) {
            schema = schema.at(path, constant(node.at("/" + path.replace('.', '/'))));
        }
        return schema;
    }

    private static Schema like(JsonNode sample) {
        return switch (sample.getNodeType()) {
            case OBJECT -> likeObject(sample);
            case ARRAY -> sample.isEmpty() ? listOf(anything()) : listOf(like(sample.get(0)));
            case STRING -> text();
            case BOOLEAN -> flag();
            case NUMBER -> sample.isIntegralNumber() ? integer() : number();
            case NULL -> nothing();
            default -> anything();
        };
    }

    private static Schema likeObject(JsonNode sample) {
        Schema schema = object();
        for (Map.Entry<String, JsonNode> member : sample.properties()) {
            schema = schema.member(member.getKey(), like(member.getValue()));
        }
        return schema;
    }

    /** With a member that must be there. */
    public Schema member(String name, Schema value) {
        Schema copy = optional(name, value);
        copy.json.withArrayProperty(REQUIRED).add(name);
        return copy;
    }

    /** With a member that may be there. */
    public Schema optional(String name, Schema value) {
        ObjectNode copy = json();
        copy.withObjectProperty(PROPERTIES).set(name, value.json());
        return new Schema(copy);
    }

    /** With any further members beside those that are known: readers do not look at them. */
    public Schema open() {
        ObjectNode copy = json();
        copy.remove("additionalProperties");
        return new Schema(copy);
    }

    /**
     * With something else for a member that is there already.
     *
     * @param path the member's name, behind those of the objects that it is in: {@code data.siren}
     * @throws IllegalArgumentException if there is no such member
     */
    public Schema at(String path, Schema value) {
        ObjectNode copy = json();
        parent(copy, path).withObjectProperty(PROPERTIES).set(last(path), value.json());
        return new Schema(copy);
    }

    /**
     * What a member may be.
     *
     * @param path as in {@link #at}
     */
    public Schema member(String path) {
        JsonNode member = parent(json, path).path(PROPERTIES).path(last(path));
        return new Schema((ObjectNode) member.deepCopy());
    }

    /**
     * With members that may be missing.
     *
     * @param paths as in {@link #at}
     */
    public Schema without(String... paths) {
        ObjectNode copy = json();
        for (String path : paths) {
            ObjectNode parent = parent(copy, path);
            ArrayNode required = parent.withArrayProperty(REQUIRED);
            required.removeIf(name -> name.stringValue().equals(last(path)));
            if (required.isEmpty()) {
                parent.remove(REQUIRED);
            }
        }
        return new Schema(copy);
    }

    private static ObjectNode parent(ObjectNode root, String path) {
        JsonNode node = root;
        List<String> names = List.of(path.split("\\."));
        for (String name : names.subList(0, names.size() - 1)) {
            node = node.path(PROPERTIES).path(name);
        }
        if (node instanceof ObjectNode parent && parent.path(PROPERTIES).has(last(path))) {
            return parent;
        }
        throw new IllegalArgumentException("no member '" + path + "' in " + root);
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    // ---- further restrictions

    public Schema from(long least) {
        return with("minimum", least);
    }

    public Schema to(long most) {
        return with("maximum", most);
    }

    /** At least so many elements, members or characters, whichever the type has. */
    public Schema atLeast(int count) {
        return with(counting("min"), count);
    }

    /** At most so many elements, members or characters. */
    public Schema atMost(int count) {
        return with(counting("max"), count);
    }

    private String counting(String bound) {
        return switch (json.path("type").asString("")) {
            case "array" -> bound + "Items";
            case "object" -> bound + "Properties";
            default -> bound + "Length";
        };
    }

    /** Only texts that match this regular expression. */
    public Schema matching(String pattern) {
        ObjectNode copy = json();
        copy.put("pattern", pattern);
        return new Schema(copy);
    }

    /** Or null. */
    public Schema orNull() {
        return either(this, nothing());
    }

    public Schema described(String text) {
        ObjectNode copy = json();
        copy.put("description", text);
        return new Schema(copy);
    }

    /** The schema as JSON, to be changed at will. */
    public ObjectNode json() {
        return json.deepCopy();
    }

    @Override
    public String toString() {
        return json.toString();
    }

    private Schema with(String keyword, String value) {
        return with(keyword, Json.object().stringNode(value));
    }

    private Schema with(String keyword, boolean value) {
        return with(keyword, Json.object().booleanNode(value));
    }

    private Schema with(String keyword, long value) {
        return with(keyword, Json.object().numberNode(value));
    }

    private Schema with(String keyword, JsonNode value) {
        ObjectNode copy = json();
        copy.set(keyword, value);
        return new Schema(copy);
    }

    private static Schema typed(String type) {
        return new Schema(Json.object().put("type", type));
    }

    private static JsonNode bound(double bound) {
        return bound == Math.rint(bound)
                ? Json.object().numberNode((long) bound)
                : Json.object().numberNode(bound);
    }
}
