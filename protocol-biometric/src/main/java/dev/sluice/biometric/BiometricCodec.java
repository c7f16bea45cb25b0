package dev.sluice.biometric;

import dev.sluice.biometric.BiometricMessage.Beat;
import dev.sluice.biometric.BiometricMessage.DeviceStatus;
import dev.sluice.biometric.BiometricMessage.Identify;
import dev.sluice.biometric.BiometricMessage.Replay;
import dev.sluice.biometric.BiometricMessage.Submit;
import dev.sluice.biometric.BiometricMessage.Wrong;
import dev.sluice.journal.Journal;
import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** Text to message and back. Pure and total: any text is a message. Safe for use by any thread. */
final class BiometricCodec {
    /** Numbers up to here survive in JavaScript. */
    static final long MAX_SEQUENCE = (1L << 53) - 1;

    private static final byte[] DISPATCH = "{\"op\":5,\"seq\":".getBytes(StandardCharsets.US_ASCII);
    private static final String ANY_OP = "an integer op of 0 to 8";

    private BiometricCodec() {}

    static BiometricMessage read(Text text) {
        try {
            return Json.parse(text, parser -> readDocument(text, parser));
        } catch (BadJsonException e) {
            return wrong(CloseCode.INVALID_JSON, "not JSON: " + e.getMessage());
        }
    }

    private static BiometricMessage readDocument(Text text, JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            return new Members(text, parser).read().message();
        }
        parser.skipChildren();
        return wrong(CloseCode.INVALID_JSON, "found JSON that is not an object (expected: an object with op)");
    }

    static Payload hello(long intervalMillis) {
        return Payload.of("{\"op\":2,\"d\":{\"heartbeat_interval\":" + intervalMillis + "}}");
    }

    static Payload heartbeatAck() {
        return Payload.of("{\"op\":1}");
    }

    static Payload ready() {
        return Payload.of("{\"op\":4}");
    }

    /** A journal's entry on the wire: its record, with op-code and number put in front. */
    static Payload dispatch(Journal.Entry entry) {
        byte[] number = (entry.sequence() + ",").getBytes(StandardCharsets.US_ASCII);
        byte[] record = entry.data();
        byte[] frame = Arrays.copyOf(DISPATCH, DISPATCH.length + number.length + record.length - 1);
        System.arraycopy(number, 0, frame, DISPATCH.length, number.length);
        System.arraycopy(record, 1, frame, DISPATCH.length + number.length, record.length - 1);
        return Payload.of(frame);
    }

    private static Wrong wrong(int closeCode, String reason) {
        return new Wrong(closeCode, reason);
    }

    /** The members of a payload that mean something, found in one pass; of two of the same name the last one counts. */
    private static final class Members {
        private final Text text;
        private final JsonParser parser;

        private @Nullable Long op;
        private String opFound = "nothing";
        private byte @Nullable [] data;
        private Reading.Timestamp timestamp = Reading.Timestamp.NONE;
        private byte[] typeJson = {};
        private String type = "";

        Members(Text text, JsonParser parser) {
            this.text = text;
            this.parser = parser;
        }

        Members read() {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "op" -> readOp();
                    case "d" -> readData();
                    case "t" -> readType();
                    default -> parser.skipChildren();
                }
            }
            return this;
        }

        private void readOp() {
            op = null;
            opFound = Json.echo(parser.getString());
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() == JsonParser.NumberType.INT) {
                op = parser.getLongValue();
            }
            parser.skipChildren();
        }

        private void readData() {
            long start = start();
            timestamp = Reading.Timestamp.NONE;
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                timestamp = lookForTimestamp();
            } else {
                parser.skipChildren();
            }
            data = textSince(start);
        }

        /** To the end of the object, noting whether it has a time. */
        private Reading.Timestamp lookForTimestamp() {
            boolean empty = true;
            boolean stamped = false;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                empty = false;
                stamped |= parser.currentName().equals("ts");
                parser.nextToken();
                parser.skipChildren();
            }
            if (stamped) {
                return Reading.Timestamp.NONE;
            }
            return empty ? Reading.Timestamp.ONLY_MEMBER : Reading.Timestamp.FIRST_MEMBER;
        }

        private void readType() {
            long start = start();
            type = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
            parser.skipChildren();
            typeJson = textSince(start);
        }

        private long start() {
            return parser.currentTokenLocation().getByteOffset();
        }

        private byte[] textSince(long start) {
            parser.finishToken(); // a text is read only when it is asked for
            int from = text.offset() + (int) start;
            int to = text.offset() + (int) parser.currentLocation().getByteOffset();
            return Arrays.copyOfRange(text.array(), from, to);
        }

        BiometricMessage message() {
            Optional<OpCode> code = Optional.ofNullable(op).flatMap(number -> OpCode.of(number.intValue()));
            if (code.isEmpty()) {
                return wrong(CloseCode.BAD_OP_CODE, "op: found " + opFound + " (expected: " + ANY_OP + ")");
            }
            return switch (code.get()) {
                case HEARTBEAT -> new Beat();
                case IDENTIFY -> identify();
                case SUBMIT -> submit();
                case REPLAY -> replay();
                case STATUS -> new DeviceStatus();
                case HEARTBEAT_ACK, HELLO, READY, DISPATCH ->
                    wrong(CloseCode.BAD_OP_CODE, code.get() + " is the server's (expected: 0, 3, 6 or 7)");
            };
        }

        private BiometricMessage identify() {
            JsonNode node = dataNode();
            Optional<String> token = node.path("token").stringValueOpt();
            JsonNode kind = node.path("type");
            if (token.isEmpty()) {
                return wrong(CloseCode.BAD_TOKEN, "d.token: " + found(node.path("token")) + " (expected: a text)");
            }
            if (!kind.isInt()) {
                return wrong(
                        CloseCode.BAD_TOKEN, "d.type: " + found(kind) + " (expected: 0 for a user, 1 for a developer)");
            }
            return new Identify(token.get(), kind.intValue());
        }

        private BiometricMessage submit() {
            if (type.isEmpty()) {
                String found = typeJson.length == 0 ? "nothing" : Json.echo(utf8(typeJson));
                return wrong(CloseCode.INVALID_JSON, "t: found " + found + " (expected: a data type as text)");
            }
            return data == null
                    ? wrong(CloseCode.INVALID_JSON, "d: found nothing (expected: the data)")
                    : new Submit(new Reading(type, typeJson, data, timestamp));
        }

        private BiometricMessage replay() {
            JsonNode node = dataNode();
            JsonNode after = node.path("after");
            JsonNode before = node.path("before");
            if (!node.isObject()) {
                return wrong(CloseCode.INVALID_JSON, "d: " + found(node) + " (expected: an object with after)");
            }
            if (!isBound(after)) {
                return wrong(CloseCode.INVALID_JSON, "d.after: " + found(after) + " (expected: an integer from 0 on)");
            }
            if (!isBound(before)) {
                return wrong(
                        CloseCode.INVALID_JSON, "d.before: " + found(before) + " (expected: an integer from 0 on)");
            }
            return new Replay(
                    after.asLong(0), before.isNumber() ? OptionalLong.of(before.longValue()) : OptionalLong.empty());
        }

        /** A number that can be a sequence number, or nothing. */
        private static boolean isBound(JsonNode node) {
            return node.isMissingNode()
                    || node.isNull()
                    || (node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0);
        }

        private JsonNode dataNode() {
            if (data == null) {
                return Json.object().path("d");
            }
            try {
                return Json.read(new Text(data, 0, data.length));
            } catch (BadJsonException e) {
                return Json.object().path("d"); // not possible: it has just been parsed
            }
        }

        private static String found(JsonNode node) {
            return node.isMissingNode() ? "found nothing" : "found " + Json.echo(node);
        }

        private static String utf8(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
