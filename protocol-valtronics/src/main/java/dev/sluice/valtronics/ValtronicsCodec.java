package dev.sluice.valtronics;

import dev.sluice.device.Attribute;
import dev.sluice.device.DeviceEvent.Alert;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Text;
import dev.sluice.valtronics.FilterCodec.BadFilterException;
import dev.sluice.valtronics.ValtronicsMessage.Auth;
import dev.sluice.valtronics.ValtronicsMessage.Batch;
import dev.sluice.valtronics.ValtronicsMessage.ErrorCode;
import dev.sluice.valtronics.ValtronicsMessage.Ping;
import dev.sluice.valtronics.ValtronicsMessage.Refusal;
import dev.sluice.valtronics.ValtronicsMessage.Subscribe;
import dev.sluice.valtronics.ValtronicsMessage.Unsubscribe;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Texts and messages. Pure: any thread may call it, and any text has a meaning, be it the error that answers it. Errors say
 * what kind of thing was found, and never repeat it.
 */
final class ValtronicsCodec {
    private static final String TYPES = "auth, subscribe, unsubscribe, ping, batch";

    private ValtronicsCodec() {}

    // ---- what clients say

    /**
     * Reads a message.
     *
     * @param batchItems most messages in a batch
     */
    static ValtronicsMessage read(Text text, int batchItems) {
        try {
            JsonNode message = Json.read(text);
            return isNamed(message, "batch") ? batch(message.path("messages"), batchItems) : single(message);
        } catch (BadJsonException e) {
            return new Refusal(ErrorCode.INVALID_JSON, "found no JSON (expected: a JSON object with 'type')");
        }
    }

    private static boolean isNamed(JsonNode message, String type) {
        JsonNode given = message.path("type");
        return given.isString() && given.stringValue().equals(type);
    }

    private static ValtronicsMessage batch(JsonNode messages, int items) {
        if (!messages.isArray()) {
            return invalid("messages: found " + kind(messages) + " (expected: an array of messages)");
        }
        if (messages.size() > items) {
            return new Refusal(
                    ErrorCode.BATCH_TOO_LARGE,
                    "messages: found " + messages.size() + " (expected: at most " + items + "); none was carried out");
        }
        List<ValtronicsMessage> read = new ArrayList<>(messages.size());
        for (JsonNode message : messages) {
            read.add(
                    isNamed(message, "batch")
                            ? new Refusal(ErrorCode.NESTED_BATCH, "found a batch in a batch (expected: other messages)")
                            : single(message));
        }
        return new Batch(read);
    }

    private static ValtronicsMessage single(JsonNode message) {
        if (!message.isObject()) {
            return invalid("found " + kind(message) + " (expected: a JSON object with 'type')");
        }
        JsonNode type = message.path("type");
        if (type.isMissingNode()) {
            return new Refusal(ErrorCode.MISSING_TYPE, "type: found nothing (expected: one of " + TYPES + ")");
        }
        if (!type.isString()) {
            return invalid("type: found " + kind(type) + " (expected: one of " + TYPES + ")");
        }
        return switch (type.stringValue()) {
            case "auth" -> auth(message.path("token"));
            case "subscribe" -> subscribe(message);
            case "unsubscribe" -> unsubscribe(message);
            case "ping" -> new Ping();
            default -> new Refusal(ErrorCode.UNKNOWN_TYPE, "type: found another text (expected: one of " + TYPES + ")");
        };
    }

    private static Auth auth(JsonNode token) {
        boolean isText = token.isString() && !token.stringValue().isEmpty();
        return new Auth(isText ? Optional.of(token.stringValue()) : Optional.empty());
    }

    private interface OnChannel {
        ValtronicsMessage with(Channel channel, Filter filter);
    }

    private static ValtronicsMessage subscribe(JsonNode message) {
        return onChannel(message, (channel, filter) -> new Subscribe(new Subscription(channel, filter)));
    }

    private static ValtronicsMessage unsubscribe(JsonNode message) {
        return onChannel(message, (channel, filter) -> new Unsubscribe(channel, filter.devices()));
    }

    private static ValtronicsMessage onChannel(JsonNode message, OnChannel then) {
        JsonNode name = message.path("channel");
        if (!name.isString()) {
            return invalid("channel: found " + kind(name) + " (expected: one of " + Channel.all() + ")");
        }
        Optional<Channel> channel = Channel.named(name.stringValue());
        if (channel.isEmpty()) {
            return new Refusal(
                    ErrorCode.UNKNOWN_CHANNEL, "channel: found another text (expected: one of " + Channel.all() + ")");
        }
        try {
            return then.with(channel.get(), FilterCodec.read(channel.get(), message));
        } catch (BadFilterException e) {
            return e.refusal();
        }
    }

    private static Refusal invalid(String message) {
        return new Refusal(ErrorCode.INVALID_MESSAGE, message);
    }

    /** What kind of thing a value is, for messages. */
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING -> "nothing";
            case NULL -> "null";
            case BOOLEAN -> "a truth value";
            case NUMBER -> "a number";
            case STRING -> "a text";
            case ARRAY -> "an array";
            default -> "an object";
        };
    }

    // ---- answers

    static Payload authenticated(Instant now) {
        return message("auth_response", json -> {
            json.writeBooleanProperty("success", true);
            json.writeStringProperty("message", "authenticated");
            json.writeStringProperty("timestamp", text(now));
        });
    }

    static Payload notAuthenticated(ErrorCode code, String message, Instant now) {
        return message("auth_response", json -> {
            json.writeBooleanProperty("success", false);
            json.writeStringProperty("error", code.wire());
            json.writeStringProperty("message", message);
            json.writeStringProperty("timestamp", text(now));
        });
    }

    static Payload subscribed(Subscription subscription, Instant now) {
        return message("subscription_confirmed", json -> {
            json.writeStringProperty("channel", subscription.channel().wire());
            FilterCodec.writeDevices(json, subscription.filter().devices());
            FilterCodec.writeFilters(json, subscription);
            json.writeStringProperty("timestamp", text(now));
        });
    }

    static Payload unsubscribed(Unsubscribe unsubscribe, Instant now) {
        return message("unsubscription_confirmed", json -> {
            json.writeStringProperty("channel", unsubscribe.from().wire());
            FilterCodec.writeDevices(json, unsubscribe.devices());
            json.writeStringProperty("timestamp", text(now));
        });
    }

    static Payload pong(Instant now) {
        return message("pong", json -> json.writeStringProperty("timestamp", text(now)));
    }

    static Payload error(Refusal refusal, Instant now) {
        return message("error", json -> {
            json.writeStringProperty("error", refusal.code().wire());
            json.writeStringProperty("message", refusal.message());
            json.writeStringProperty("timestamp", text(now));
        });
    }

    // ---- news

    static Payload telemetry(long device, Map<String, Attribute> metrics) {
        return message(Channel.TELEMETRY, json -> {
            json.writeNumberProperty("device_id", device);
            json.writeObjectPropertyStart("telemetry");
            metrics.forEach((name, attribute) -> {
                json.writeObjectPropertyStart(name);
                json.writeName("value");
                json.writeTree(attribute.value());
                json.writeStringProperty("unit", Metrics.unit(attribute.unit()));
                json.writeStringProperty("timestamp", text(attribute.at()));
                json.writeEndObject();
            });
            json.writeEndObject();
        });
    }

    static Payload alert(long number, long device, Alert alert) {
        return message(Channel.ALERTS, json -> {
            json.writeNumberProperty("alert_id", number);
            json.writeNumberProperty("device_id", device);
            json.writeStringProperty("severity", lower(alert.severity()));
            json.writeStringProperty("alert_type", alert.type());
            json.writeStringProperty("title", alert.title());
            json.writeStringProperty("message", alert.message());
            json.writeStringProperty("timestamp", text(alert.at()));
            json.writeObjectPropertyStart("metadata");
            writeNumber(json, "threshold_value", alert.metadata().path("threshold-value"));
            writeNumber(json, "actual_value", alert.metadata().path("actual-value"));
            json.writeEndObject();
        });
    }

    private static void writeNumber(JsonGenerator json, String name, JsonNode value) {
        if (value.isNumber()) {
            json.writeName(name);
            json.writeTree(value);
        }
    }

    static Payload status(long device, StatusChange change, Instant lastSeen) {
        return message(Channel.DEVICES, json -> {
            json.writeNumberProperty("device_id", device);
            json.writeStringProperty("old_status", lower(change.before()));
            json.writeStringProperty("new_status", lower(change.after()));
            json.writeStringProperty("timestamp", text(change.at()));
            json.writeStringProperty("reason", change.reason());
            json.writeObjectPropertyStart("metadata");
            json.writeStringProperty("last_seen", text(lastSeen));
            json.writeEndObject();
        });
    }

    static Payload system(Map<String, Number> metrics, Instant at) {
        return message(Channel.SYSTEM, json -> {
            json.writeObjectPropertyStart("metrics");
            metrics.forEach((name, value) -> {
                if (value instanceof Integer whole) {
                    json.writeNumberProperty(name, whole);
                } else {
                    json.writeNumberProperty(name, value.doubleValue());
                }
            });
            json.writeEndObject();
            json.writeStringProperty("timestamp", text(at));
        });
    }

    /** A time with {@code Z}, to the millisecond. */
    static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** A constant as it is written on the wire. */
    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Payload message(Channel channel, Consumer<JsonGenerator> rest) {
        return message(channel.message(), json -> {
            json.writeStringProperty("channel", channel.wire());
            rest.accept(json);
        });
    }

    private static Payload message(String type, Consumer<JsonGenerator> rest) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", type);
            rest.accept(json);
            json.writeEndObject();
        });
    }
}
