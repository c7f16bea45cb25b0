package dev.sluice.placeos;

import dev.sluice.device.DeviceEvent.LogLine;
import dev.sluice.placeos.PlaceosMessage.Malformed;
import dev.sluice.placeos.PlaceosMessage.Request;
import dev.sluice.placeos.PlaceosMessage.Target;
import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/** Texts and messages. Pure: any thread may call it, and any text has a meaning, be it the error that answers it. */
final class PlaceosCodec {
    /** The heartbeat's question, raw and not JSON. */
    static final String PING = "ping";

    /** Longest id, system, module or name: bindings keep them. */
    static final int NAME_LENGTH = 256;

    private static final Payload PONG = Payload.of("pong");
    private static final JsonNode NO_ID = IntNode.valueOf(0);
    private static final String COMMANDS = "expected: bind, unbind, exec, debug or ignore";

    /** What upstream gives for any failure that has no code of its driver's own. */
    private static final int STATUS = 500;

    private PlaceosCodec() {}

    // ---- what clients say

    static PlaceosMessage read(Text text) {
        try {
            return request(Json.read(text));
        } catch (BadJsonException e) {
            return new Malformed(NO_ID, ErrorCode.PARSE_ERROR, "not JSON: " + e.getMessage());
        }
    }

    /** The meaning of a binary message: none. */
    static Malformed readBinary(int bytes) {
        return new Malformed(
                NO_ID, ErrorCode.PARSE_ERROR, "not JSON: a binary message of " + bytes + " bytes (expected: text)");
    }

    private static PlaceosMessage request(JsonNode message) {
        if (!message.isObject()) {
            return new Malformed(NO_ID, ErrorCode.BAD_REQUEST, wrong("message", message, "a JSON object"));
        }
        JsonNode id = message.path("id");
        if (!isId(id)) {
            return new Malformed(
                    NO_ID, ErrorCode.BAD_REQUEST, wrong("id", id, "a number or a text of 1 to 256 characters"));
        }
        JsonNode name = message.path("cmd");
        if (!name.isString()) {
            return new Malformed(id, ErrorCode.BAD_REQUEST, wrong("cmd", name, "bind, unbind, exec, debug or ignore"));
        }
        Optional<Cmd> cmd = Cmd.named(name.stringValue());
        return cmd.isPresent()
                ? request(id, cmd.get(), message)
                : new Malformed(
                        id, ErrorCode.UNKNOWN_COMMAND, "unknown command '" + Json.echo(name) + "' (" + COMMANDS + ")");
    }

    private static PlaceosMessage request(JsonNode id, Cmd cmd, JsonNode message) {
        for (String field : List.of("sys", "mod", "name")) {
            JsonNode value = message.path(field);
            boolean optional = field.equals("name") && cmd.isAboutModule() && isAbsent(value);
            if (!optional && !isName(value)) {
                return new Malformed(
                        id, ErrorCode.BAD_REQUEST, wrong(field, value, "a text of at most 256 characters"));
            }
        }
        OptionalInt index = index(message.path("index"));
        if (index.isEmpty()) {
            return new Malformed(
                    id,
                    ErrorCode.BAD_REQUEST,
                    wrong("index", message.path("index"), "an integer from 1, or null for 1"));
        }
        JsonNode args = message.path("args");
        if (!isAbsent(args) && !args.isArray()) {
            return new Malformed(id, ErrorCode.BAD_REQUEST, wrong("args", args, "a list or null"));
        }
        Target target = new Target(
                message.path("sys").stringValue(),
                message.path("mod").stringValue(),
                index.getAsInt(),
                message.path("name").asString(""));
        return new Request(id, cmd, target, args.valueStream().toList());
    }

    private static boolean isId(JsonNode id) {
        if (id.isString()) {
            return !id.stringValue().isEmpty() && id.stringValue().length() <= NAME_LENGTH;
        }
        return id.isIntegralNumber() || (id.isNumber() && Double.isFinite(id.asDouble(Double.NaN)));
    }

    private static boolean isName(JsonNode value) {
        return value.isString() && value.stringValue().length() <= NAME_LENGTH;
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static OptionalInt index(JsonNode index) {
        if (isAbsent(index)) {
            return OptionalInt.of(1);
        }
        return index.isIntegralNumber() && index.canConvertToInt()
                ? OptionalInt.of(index.intValue())
                : OptionalInt.empty();
    }

    private static String wrong(String field, JsonNode found, String expected) {
        String what = found.isMissingNode() ? "missing" : "'" + Json.echo(found) + "'";
        return field + ": " + what + " (expected: " + expected + ")";
    }

    // ---- what the gateway says

    static Payload pong() {
        return PONG;
    }

    /** The answer to {@code bind} and {@code unbind}. */
    static Payload success(Request request) {
        return success(request.id(), json -> meta(json, request.target()));
    }

    /** The answer to {@code exec}. */
    static Payload success(Request request, JsonNode value) {
        return success(request.id(), json -> {
            value(json, value);
            meta(json, request.target());
        });
    }

    /** The answer to {@code debug}: the specification's, which says what module this is but repeats no name. */
    static Payload debugging(Request request, Optional<String> moduleId) {
        Target target = request.target();
        return success(request.id(), json -> {
            moduleId.ifPresent(id -> json.writeStringProperty("mod_id", id));
            json.writeObjectPropertyStart("meta");
            json.writeStringProperty("sys", target.sys());
            json.writeStringProperty("mod", target.mod());
            json.writeNumberProperty("index", target.index());
            json.writeEndObject();
        });
    }

    /** The answer to {@code ignore}. */
    static Payload ignoring(Request request) {
        return success(request.id(), json -> {});
    }

    static Payload error(JsonNode id, ErrorCode code, String message) {
        return message(id, "error", json -> {
            json.writeStringProperty("msg", message);
            json.writeNumberProperty("error_code", code.number());
            json.writeNumberProperty("code", STATUS);
        });
    }

    /** The beginning of a message that was asked for by {@code id}; a tail makes it whole. */
    static byte[] head(JsonNode id) {
        return ("{\"id\":" + id).getBytes(StandardCharsets.UTF_8);
    }

    /** What follows the head of a {@code notify}: the same for every session that uses the same names. */
    static byte[] notifyTail(Target target, JsonNode value, ValueEncoding encoding) {
        return tail(json -> {
            json.writeStringProperty("type", "notify");
            if (encoding == ValueEncoding.STRING) {
                json.writeStringProperty("value", value.toString());
            } else {
                value(json, value);
            }
            meta(json, target);
        });
    }

    /** What follows the head of a line of a module's log. */
    static byte[] debugTail(Target target, String moduleId, LogLine line) {
        return tail(json -> {
            json.writeStringProperty("type", "debug");
            json.writeStringProperty("msg", line.message());
            meta(json, target);
            json.writeStringProperty("mod", moduleId);
            json.writeStringProperty("klass", line.source());
            json.writeStringProperty("level", line.level().name().toLowerCase(Locale.ROOT));
        });
    }

    static Payload whole(byte[] head, byte[] tail) {
        byte[] whole = new byte[head.length + tail.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(tail, 0, whole, head.length, tail.length);
        return Payload.of(whole);
    }

    private static byte[] tail(Consumer<JsonGenerator> members) {
        byte[] object = Json.write(json -> {
                    json.writeStartObject();
                    members.accept(json);
                    json.writeEndObject();
                })
                .bytes();
        object[0] = ','; // instead of the brace that the head has
        return object;
    }

    private static Payload success(JsonNode id, Consumer<JsonGenerator> rest) {
        return message(id, "success", rest);
    }

    private static Payload message(JsonNode id, String type, Consumer<JsonGenerator> rest) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeName("id");
            write(json, id);
            json.writeStringProperty("type", type);
            rest.accept(json);
            json.writeEndObject();
        });
    }

    /** What ids mostly are without the detour that a tree of any kind takes. */
    private static void write(JsonGenerator json, JsonNode id) {
        if (id.isInt()) {
            json.writeNumber(id.intValue());
        } else {
            json.writeTree(id);
        }
    }

    private static void value(JsonGenerator json, JsonNode value) {
        json.writeName("value");
        json.writeTree(value);
    }

    private static void meta(JsonGenerator json, Target target) {
        json.writeObjectPropertyStart("meta");
        json.writeStringProperty("sys", target.sys());
        json.writeStringProperty("mod", target.mod());
        json.writeNumberProperty("index", target.index());
        json.writeStringProperty("name", target.name());
        json.writeEndObject();
    }
}
