package dev.sluice.placeos;

import static java.util.stream.Collectors.joining;

import dev.sluice.device.DeviceEvent.Level;
import dev.sluice.device.DeviceEvent.LogLine;
import dev.sluice.device.DeviceId;
import dev.sluice.placeos.PlaceosMessage.Request;
import dev.sluice.placeos.PlaceosMessage.Target;
import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.ApiDescription.Security;
import dev.sluice.protocol.ApiMessage;
import dev.sluice.protocol.ApiMessage.Sender;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;

/** The protocol for machines. Names and shapes are those of what the codec writes, values those of its enums. */
final class PlaceosApi {
    private static final Target VARIABLE = new Target("sys-1234", "Display", 1, "power");
    private static final JsonNode ID = IntNode.valueOf(1);
    private static final String BOUND = "bound";
    private static final String RESULT = "result";
    private static final String DEBUGGING = "debugging";
    private static final String IGNORING = "ignoring";
    private static final String NOTIFY = "notify";
    private static final String DEBUG_LINE = "debug_line";
    private static final String ERROR = "error";

    private PlaceosApi() {}

    static ApiDescription of(PlaceosConfig config) {
        ApiDescription.Builder api = ApiDescription.of(
                "PlaceOS",
                "The real-time WebSocket by which room panels follow variables of modules, call their methods and read their"
                        + " logs. Answers carry the id of their request. Every "
                        + config.keepAlive().toSeconds() + " s a pong comes unasked.");
        api.message(ApiMessage.plain("ping", Sender.CLIENT, "Asks for a sign of life", PlaceosCodec.PING)
                .answeredBy("pong"));
        for (Cmd cmd : Cmd.values()) {
            api.message(request(cmd));
        }
        api.message(ApiMessage.plain(
                "pong", Sender.GATEWAY, "A sign of life", PlaceosCodec.pong().toString()));
        answers(api);
        news(api, config);
        return security(api)
                .query(Schema.object()
                        .optional("value_encoding", Schema.oneOf(lower(ValueEncoding.values())))
                        .open())
                .build();
    }

    private static ApiDescription.Builder security(ApiDescription.Builder api) {
        String key = "An API key of the realm " + PlaceosProvider.NAME;
        String token = "A signed token, such as POST /auth/token gives";
        return api.security(new Security.Key("X-API-Key", "header", key))
                .security(new Security.Key("api-key", "query", key))
                .security(new Security.Key("api-key", "cookie", key))
                .security(new Security.HttpScheme("bearer", token))
                .security(new Security.Key("bearer_token", "query", token))
                .security(new Security.Key("bearer_token", "cookie", token));
    }

    // ---- what clients say

    private static ApiMessage request(Cmd cmd) {
        Schema name = Schema.text().atMost(PlaceosCodec.NAME_LENGTH);
        Schema schema = Schema.object()
                .member("id", id())
                .member("cmd", Schema.text().matching(anyCase(cmd)).described(cmd.wire() + ", in any letter case"))
                .member("sys", name)
                .member("mod", name)
                .optional(
                        "index",
                        Schema.integer().orNull().described("Counts modules of that name from 1, which it is without"))
                .optional("args", Schema.listOf(Schema.anything()).orNull());
        schema = cmd.isAboutModule() ? schema.optional("name", name.orNull()) : schema.member("name", name);
        return ApiMessage.fromClient(cmd.wire(), summary(cmd), schema.open(), example(cmd))
                .answeredBy(answer(cmd), ERROR);
    }

    /** The names by which {@link Cmd#named} finds a command. */
    private static String anyCase(Cmd cmd) {
        return cmd.wire()
                .chars()
                .mapToObj(c -> "[" + (char) c + (char) Character.toUpperCase(c) + "]")
                .collect(joining("[-_]*", "^[-_]*", "[-_]*$"));
    }

    private static ObjectNode example(Cmd cmd) {
        ObjectNode example = Json.object()
                .put("id", ID.intValue())
                .put("cmd", cmd.wire())
                .put("sys", VARIABLE.sys())
                .put("mod", VARIABLE.mod())
                .put("index", VARIABLE.index())
                .put("name", cmd.isAboutModule() ? cmd.wire() : VARIABLE.name());
        if (cmd == Cmd.EXEC) {
            example.putArray("args").add(true);
        }
        return example;
    }

    private static String summary(Cmd cmd) {
        return switch (cmd) {
            case BIND -> "Follows a variable of a module: its value now, and whenever it changes";
            case UNBIND -> "Follows it no more";
            case EXEC -> "Calls a method of a module, with arguments in the order of its profile";
            case DEBUG -> "Reads a module's log; mod is its name or its id";
            case IGNORE -> "Reads it no more";
        };
    }

    private static String answer(Cmd cmd) {
        return switch (cmd) {
            case BIND, UNBIND -> BOUND;
            case EXEC -> RESULT;
            case DEBUG -> DEBUGGING;
            case IGNORE -> IGNORING;
        };
    }

    /** A number or a text, repeated as it is. */
    private static Schema id() {
        return Schema.either(Schema.number(), Schema.text().atLeast(1).atMost(PlaceosCodec.NAME_LENGTH));
    }

    // ---- what the gateway says

    private static void answers(ApiDescription.Builder api) {
        Request bind = new Request(ID, Cmd.BIND, VARIABLE, List.of());
        Payload bound = PlaceosCodec.success(bind);
        Payload result = PlaceosCodec.success(bind, BooleanNode.TRUE);
        Payload debugging = PlaceosCodec.debugging(bind, Optional.of("mod-display-1"));
        Payload ignoring = PlaceosCodec.ignoring(bind);
        Payload error = PlaceosCodec.error(ID, ErrorCode.SYSTEM_NOT_FOUND, "could not find system 'sys-1234'");
        api.message(fromGateway(BOUND, "Answers bind and unbind", like(bound), bound))
                .message(fromGateway(RESULT, "Answers exec", like(result).at("value", Schema.anything()), result))
                .message(fromGateway(DEBUGGING, "Answers debug", like(debugging).without("mod_id"), debugging))
                .message(fromGateway(IGNORING, "Answers ignore", like(ignoring), ignoring))
                .message(fromGateway(ERROR, "Says why a request failed", error(error), error)
                        .asError());
    }

    private static Schema error(Payload example) {
        ErrorCode[] codes = ErrorCode.values();
        String meanings = Arrays.stream(codes)
                .map(code -> code.number() + " "
                        + code.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(joining(", "));
        Schema[] numbers = Arrays.stream(codes)
                .map(code -> Schema.constant(IntNode.valueOf(code.number())))
                .toArray(Schema[]::new);
        return Schema.like(example, "type", "code")
                .at("id", id().described("That of the request, 0 if there was no usable one"))
                .at("error_code", Schema.either(numbers).described(meanings));
    }

    private static void news(ApiDescription.Builder api, PlaceosConfig config) {
        byte[] head = PlaceosCodec.head(ID);
        Payload notify =
                PlaceosCodec.whole(head, PlaceosCodec.notifyTail(VARIABLE, BooleanNode.TRUE, config.valueEncoding()));
        LogLine line = new LogLine(new DeviceId("display-1"), Level.INFO, "Display", "switched on", Instant.EPOCH);
        Payload debug = PlaceosCodec.whole(head, PlaceosCodec.debugTail(VARIABLE, "mod-display-1", line));
        String encoding = "JSON itself; with value_encoding=string a text that holds it. Here, unless asked for: "
                + config.valueEncoding().name().toLowerCase(Locale.ROOT);
        api.message(fromGateway(
                        NOTIFY,
                        "A variable's value, under the id of the bind",
                        like(notify).at("value", Schema.anything().described(encoding)),
                        notify))
                .message(fromGateway(
                        DEBUG_LINE,
                        "A line of a module's log, under the id of the debug",
                        like(debug).at("level", Schema.oneOf(lower(Level.values()))),
                        debug));
    }

    private static Schema like(Payload example) {
        return Schema.like(example, "type").at("id", id());
    }

    private static ApiMessage fromGateway(String name, String summary, Schema schema, Payload example) {
        return ApiMessage.fromGateway(name, summary, schema, example);
    }

    private static List<String> lower(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
