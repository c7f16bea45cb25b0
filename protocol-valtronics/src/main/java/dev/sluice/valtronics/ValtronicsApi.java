package dev.sluice.valtronics;

import dev.sluice.device.Attribute;
import dev.sluice.device.DeviceEvent.Alert;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Status;
import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.ApiMessage;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Schema;
import dev.sluice.valtronics.ValtronicsMessage.ErrorCode;
import dev.sluice.valtronics.ValtronicsMessage.Refusal;
import dev.sluice.valtronics.ValtronicsMessage.Unsubscribe;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.ObjectNode;

/** The protocol for machines. Names and shapes are those of what the codec writes, values those of its enums. */
final class ValtronicsApi {
    private static final String AUTH_RESPONSE = "auth_response";
    private static final String AUTH_REFUSED = "auth_refused";
    private static final String SUBSCRIBED = "subscription_confirmed";
    private static final String UNSUBSCRIBED = "unsubscription_confirmed";
    private static final String PONG = "pong";
    private static final String ERROR = "error";

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final DeviceId DEVICE = new DeviceId("temperature-1");
    private static final Choice<Long> NUMBER = Choice.of(Set.of(1L));

    private final ValtronicsConfig config;

    private ValtronicsApi(ValtronicsConfig config) {
        this.config = config;
    }

    static ApiDescription of(ValtronicsConfig config) {
        return new ValtronicsApi(config).describe();
    }

    private ApiDescription describe() {
        ApiDescription.Builder api = ApiDescription.of(
                "Valtronics",
                "Telemetry, alerts and status of devices, and the gateway's own, by subscription. A client has "
                        + config.auth().timeout().toSeconds()
                        + " s to show a token in auth; before that there is only ping. Addresses that name a channel are"
                        + " subscribed to it by themselves. At most "
                        + config.messages().bytes() + " bytes a message, "
                        + config.messages().perSecond() + " messages a second and "
                        + config.messages().subscriptions() + " subscriptions.");
        requests(api);
        answers(api);
        news(api);
        return api.close(
                        Access.POLICY,
                        "no good token in time, or it has expired; too many connections, attempts, messages")
                .close(Outlet.TRY_AGAIN_LATER, "too much waits to be sent")
                .build();
    }

    // ---- what clients say

    private void requests(ApiDescription.Builder api) {
        JsonNode subscribe = onChannel("subscribe", Channel.TELEMETRY).put("frequency", "30s");
        JsonNode unsubscribe = onChannel("unsubscribe", Channel.TELEMETRY);
        ObjectNode batch = message("batch");
        batch.putArray("messages").add(subscribe).add(message("ping"));
        api.message(ApiMessage.fromClient(
                                "auth",
                                "Shows who the client is",
                                auth(),
                                message("auth").put("token", "TOKEN"))
                        .answeredBy(AUTH_RESPONSE, AUTH_REFUSED))
                .message(ApiMessage.fromClient(
                                "subscribe", "Asks for a part of a channel", channels("subscribe"), subscribe)
                        .answeredBy(SUBSCRIBED, ERROR))
                .message(ApiMessage.fromClient(
                                "unsubscribe",
                                "Ends what is only about these devices, without device_id all",
                                channels("unsubscribe"),
                                unsubscribe)
                        .answeredBy(UNSUBSCRIBED, ERROR))
                .message(ApiMessage.fromClient(
                                "ping", "Asks for a sign of life", typed("ping").open(), message("ping"))
                        .answeredBy(PONG))
                .message(ApiMessage.fromClient(
                        "batch", "Several messages in one, none of them a batch", batch(), batch));
    }

    private static ObjectNode message(String type) {
        return Json.object().put("type", type);
    }

    private static ObjectNode onChannel(String type, Channel channel) {
        return message(type).put("channel", channel.wire()).put("device_id", 1);
    }

    private static Schema typed(String type) {
        return Schema.object().member("type", Schema.constant(type));
    }

    private static Schema auth() {
        return typed("auth")
                .member("token", Schema.text().atLeast(1).described("A JWT"))
                .open();
    }

    private Schema batch() {
        Schema item = Schema.either(
                auth(),
                channels("subscribe"),
                channels("unsubscribe"),
                typed("ping").open());
        return typed("batch")
                .member("messages", Schema.listOf(item).atMost(config.messages().batchItems()))
                .open();
    }

    private static Schema channels(String type) {
        return Schema.either(Arrays.stream(Channel.values())
                .map(channel -> channel(type, channel))
                .toArray(Schema[]::new));
    }

    /** A message about a channel: fields that mean something on it, in the message or in its filters or in both. */
    private static Schema channel(String type, Channel channel) {
        Schema names = Schema.oneOf(List.of(channel.wire(), channel.alias()));
        Schema message = typed(type).member("channel", names);
        Schema filters = Schema.object();
        for (String field : new TreeSet<>(channel.filters())) {
            message = message.optional(field, filter(field));
            filters = filters.optional(field, filter(field));
        }
        return message.optional("filters", filters.open().orNull()).open();
    }

    private static Schema filter(String field) {
        return switch (field) {
            case "device_id" ->
                choice(Schema.either(Schema.integer(), Schema.text().matching("^" + FilterCodec.DEVICE + "$")));
            case "frequency" ->
                Schema.text()
                        .matching("^(" + FilterCodec.REAL_TIME + "|" + FilterCodec.PERIOD + ")$")
                        .orNull();
            case "severity" ->
                choice(Schema.text())
                        .described(String.join(", ", severities()) + "; also "
                                + String.join(", ", new TreeSet<>(FilterCodec.SEVERITY_ALIASES.keySet())));
            case "status_types" -> choice(Schema.text()).described(String.join(", ", lower(Status.values())));
            default -> choice(Schema.text());
        };
    }

    private static Schema choice(Schema value) {
        return Schema.either(value, Schema.listOf(value), Schema.nothing());
    }

    // ---- answers

    private static void answers(ApiDescription.Builder api) {
        Payload granted = ValtronicsCodec.authenticated(NOW);
        Payload refused = ValtronicsCodec.notAuthenticated(ErrorCode.INVALID_TOKEN, "the token has expired", NOW);
        Payload pong = ValtronicsCodec.pong(NOW);
        Payload error = ValtronicsCodec.error(new Refusal(ErrorCode.INVALID_JSON, "found no JSON"), NOW);
        api.message(ApiMessage.fromGateway(AUTH_RESPONSE, "The token is good", like(granted, "success"), granted))
                .message(ApiMessage.fromGateway(
                                AUTH_REFUSED,
                                "The token is no good, or not any more",
                                like(refused, "success").at("error", errorCode()),
                                refused)
                        .asError())
                .message(subscribed())
                .message(unsubscribed())
                .message(ApiMessage.fromGateway(PONG, "A sign of life", like(pong), pong))
                .message(ApiMessage.fromGateway(
                                ERROR,
                                "Says why a message was not carried out",
                                like(error).at("error", errorCode()),
                                error)
                        .asError());
    }

    private static ApiMessage subscribed() {
        Choice<String> some = Choice.of(Set.of("temperature"));
        Filter filter = new Filter(NUMBER, some, Filter.NONE.period(), some, some, some);
        Payload whole = ValtronicsCodec.subscribed(new Subscription(Channel.TELEMETRY, filter), NOW);
        Schema schema = like(whole)
                .at("channel", Schema.oneOf(channelNames()))
                .at("device_id", devices())
                .without("device_id")
                .without("filters.metrics", "filters.severity", "filters.alert_type", "filters.status_types")
                .without("filters.frequency");
        Filter usual = new Filter(NUMBER, some, Filter.NONE.period(), Choice.any(), Choice.any(), Choice.any());
        return ApiMessage.fromGateway(
                SUBSCRIBED,
                "Repeats what is in force from now on",
                schema,
                ValtronicsCodec.subscribed(new Subscription(Channel.TELEMETRY, usual), NOW));
    }

    private static ApiMessage unsubscribed() {
        Payload example = ValtronicsCodec.unsubscribed(new Unsubscribe(Channel.TELEMETRY, NUMBER), NOW);
        Schema schema = like(example)
                .at("channel", Schema.oneOf(channelNames()))
                .at("device_id", devices())
                .without("device_id");
        return ApiMessage.fromGateway(UNSUBSCRIBED, "Nothing of that comes any more", schema, example);
    }

    private static Schema devices() {
        return Schema.either(Schema.integer(), Schema.listOf(Schema.integer()));
    }

    private static Schema errorCode() {
        return Schema.oneOf(
                Arrays.stream(ErrorCode.values()).map(ErrorCode::wire).toList());
    }

    // ---- news

    private static void news(ApiDescription.Builder api) {
        api.message(telemetry()).message(alert()).message(status()).message(system());
    }

    private static ApiMessage telemetry() {
        String metric = "temperature";
        Map<String, Attribute> metrics = Map.of(metric, new Attribute(DoubleNode.valueOf(21.5), "C", NOW));
        Payload example = ValtronicsCodec.telemetry(1, metrics);
        Schema like = onChannel(example);
        Schema value = like.member("telemetry." + metric).at("timestamp", Schema.time());
        return ApiMessage.fromGateway(
                Channel.TELEMETRY.message(),
                "What a device measures, by name of the metric",
                like.at("telemetry", Schema.mapOf(value)),
                example);
    }

    private static ApiMessage alert() {
        JsonNode facts = Json.object().put("threshold-value", 30.5).put("actual-value", 31.5);
        Payload example = ValtronicsCodec.alert(
                7,
                1,
                new Alert(DEVICE, 7, Severity.WARNING, "threshold", "High temperature", "31.5 > 30.5", facts, NOW));
        Schema schema = onChannel(example)
                .at("severity", Schema.oneOf(severities()))
                .at("timestamp", Schema.time())
                .without("metadata.threshold_value", "metadata.actual_value");
        return ApiMessage.fromGateway(Channel.ALERTS.message(), "Something a person should know", schema, example);
    }

    private static ApiMessage status() {
        Payload example =
                ValtronicsCodec.status(1, new StatusChange(DEVICE, Status.ONLINE, Status.OFFLINE, "silent", NOW), NOW);
        Schema one = Schema.oneOf(lower(Status.values()));
        Schema schema = onChannel(example)
                .at("old_status", one)
                .at("new_status", one)
                .at("timestamp", Schema.time())
                .at("metadata.last_seen", Schema.time());
        return ApiMessage.fromGateway(Channel.DEVICES.message(), "A device's status has changed", schema, example);
    }

    private static ApiMessage system() {
        Payload example = new SystemStatus(new SystemStatus.Host(12.5, 40.5, 70.5), 3, NOW)
                .message(Choice.any())
                .orElseThrow();
        String[] metrics = Json.read(example)
                .path("metrics")
                .propertyStream()
                .map(metric -> "metrics." + metric.getKey())
                .toArray(String[]::new);
        return ApiMessage.fromGateway(
                Channel.SYSTEM.message(),
                "How the gateway's host is doing: percentages and connections",
                onChannel(example).at("timestamp", Schema.time()).without(metrics),
                example);
    }

    // ---- shapes

    private static Schema onChannel(Payload example) {
        return Schema.like(example, "type", "channel");
    }

    private static Schema like(Payload example, String... fixed) {
        String[] all = Stream.concat(Stream.of("type"), Stream.of(fixed)).toArray(String[]::new);
        return Schema.like(example, all).at("timestamp", Schema.time());
    }

    private static List<String> channelNames() {
        return Arrays.stream(Channel.values()).map(Channel::wire).toList();
    }

    private static List<String> severities() {
        return lower(Severity.values());
    }

    private static List<String> lower(Enum<?>[] constants) {
        return Arrays.stream(constants).map(ValtronicsCodec::lower).toList();
    }
}
