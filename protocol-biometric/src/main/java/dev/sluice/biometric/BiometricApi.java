package dev.sluice.biometric;

import dev.sluice.journal.Journal;
import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.ApiMessage;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;

/** The protocol for machines: one message for each op-code, in the shape that the codec writes. */
final class BiometricApi {
    private static final String TYPES =
            Arrays.stream(DataType.values()).map(Enum::name).collect(Collectors.joining(", "));

    private final BiometricConfig config;

    private BiometricApi(BiometricConfig config) {
        this.config = config;
    }

    static ApiDescription of(BiometricConfig config) {
        return new BiometricApi(config).describe();
    }

    private ApiDescription describe() {
        ApiDescription.Builder api = ApiDescription.of(
                "Biometric",
                "Streams of biometric data: wearables produce, a developer's applications consume. After HELLO a client has "
                        + config.identifyTimeout().toMillis()
                        + " ms to show, in IDENTIFY, a token that it fetched with POST /auth/developer or /auth/user; after"
                        + " READY a producer submits, and a consumer gets what is submitted and may ask for what it missed.");
        for (OpCode code : OpCode.values()) {
            api.message(message(code));
        }
        return closes(api).build();
    }

    private ApiMessage message(OpCode code) {
        return switch (code) {
            case HEARTBEAT ->
                fromClient(code, "A sign of life", opCode(code), Json.object()).answeredBy(OpCode.HEARTBEAT_ACK.name());
            case IDENTIFY -> identify();
            case SUBMIT -> submit();
            case REPLAY -> replay();
            case STATUS ->
                fromClient(
                        code,
                        "Whether a producer's device is connected; passed on to nobody",
                        opCode(code),
                        with("d", Json.object().put("connected", true)));
            case HEARTBEAT_ACK -> fromGateway(code, "Answers a heartbeat", BiometricCodec.heartbeatAck());
            case READY -> fromGateway(code, "The token is good", BiometricCodec.ready());
            case HELLO ->
                ApiMessage.fromGateway(
                        code.name(),
                        "Comes first: how often heartbeats are expected, in milliseconds",
                        Schema.like(hello(), "op", "d.heartbeat_interval"),
                        hello());
            case DISPATCH -> dispatch();
        };
    }

    // ---- what clients say

    private static ApiMessage identify() {
        Schema data = Schema.object()
                .member("token", Schema.text().described("Used up when it is accepted"))
                .member(
                        "type",
                        Schema.integer()
                                .from(Grant.USER)
                                .to(Grant.DEVELOPER)
                                .described(Grant.USER + " a user, who produces; " + Grant.DEVELOPER
                                        + " a developer, who consumes"))
                .open();
        JsonNode example = Json.object().put("token", "TOKEN").put("type", Grant.DEVELOPER);
        return fromClient(
                        OpCode.IDENTIFY,
                        "Says who it is",
                        opCode(OpCode.IDENTIFY).member("d", data),
                        with("d", example))
                .answeredBy(OpCode.READY.name());
    }

    private static ApiMessage submit() {
        ObjectNode example = Json.object().put("t", DataType.HEART_RATE.name());
        example.putObject("d").put("val", 95);
        return fromClient(
                OpCode.SUBMIT,
                "A producer's new data",
                opCode(OpCode.SUBMIT).member("t", type()).member("d", data()),
                example);
    }

    private static ApiMessage replay() {
        Schema bound = Schema.integer().from(0).orNull();
        Schema data = Schema.object()
                .optional("after", bound.described("Exclusive; without it from the beginning"))
                .optional("before", bound.described("Exclusive; without it up to what comes live"))
                .open();
        return fromClient(
                        OpCode.REPLAY,
                        "A consumer wants what it missed",
                        opCode(OpCode.REPLAY).member("d", data),
                        with("d", Json.object().put("after", 28).put("before", 43)))
                .answeredBy(OpCode.DISPATCH.name());
    }

    private static Schema type() {
        return Schema.text().atLeast(1).described("A data type: " + TYPES + ", or any other");
    }

    private static Schema data() {
        return Schema.anything().described("Any JSON; an object without ts gets one, the time of its arrival");
    }

    private static ApiMessage fromClient(OpCode code, String summary, Schema schema, ObjectNode rest) {
        ObjectNode example = Json.object().put("op", code.number());
        example.setAll(rest);
        return ApiMessage.fromClient(code.name(), summary, schema.open(), example);
    }

    private static Schema opCode(OpCode code) {
        return Schema.object().member("op", Schema.constant(IntNode.valueOf(code.number())));
    }

    private static ObjectNode with(String name, JsonNode value) {
        ObjectNode object = Json.object();
        object.set(name, value);
        return object;
    }

    // ---- what the gateway says

    private static ApiMessage fromGateway(OpCode code, String summary, Payload example) {
        return ApiMessage.fromGateway(code.name(), summary, Schema.like(example, "op"), example);
    }

    private Payload hello() {
        return BiometricCodec.hello(config.heartbeatInterval().toMillis());
    }

    private static ApiMessage dispatch() {
        Instant now = Instant.parse("2026-01-01T10:26:11.268507Z");
        Reading reading = DataType.HEART_RATE.reading(DoubleNode.valueOf(95));
        Payload example = BiometricCodec.dispatch(new Journal.Entry(73, reading.record("user-1", now)));
        Schema schema = Schema.like(example, "op")
                .at("seq", Schema.integer().from(1).to(BiometricCodec.MAX_SEQUENCE))
                .at("d", data())
                .at("uid", Schema.text().matching("^" + UserId.FORM + "$"))
                .at("t", type());
        return ApiMessage.fromGateway(
                OpCode.DISPATCH.name(), "What one of the developer's users has submitted", schema, example);
    }

    private static ApiDescription.Builder closes(ApiDescription.Builder api) {
        return api.close(CloseCode.UNSUPPORTED_DATA, "a binary message")
                .close(CloseCode.INVALID_JSON, "no JSON, or not what the op-code needs")
                .close(CloseCode.POLICY, "more requests at once than are kept")
                .close(CloseCode.INTERNAL_ERROR, "a record could not be kept or read")
                .close(CloseCode.NOT_IDENTIFIED, "IDENTIFY was expected")
                .close(CloseCode.BAD_TOKEN, "the token is no good, or not for this type")
                .close(CloseCode.DUPLICATE, "another connection has the place")
                .close(CloseCode.IDENTIFIED_TWICE, "IDENTIFY came again")
                .close(CloseCode.BAD_OP_CODE, "an op-code that does not exist, or not for this side")
                .close(CloseCode.NO_HEARTBEAT, "no heartbeat in time");
    }
}
