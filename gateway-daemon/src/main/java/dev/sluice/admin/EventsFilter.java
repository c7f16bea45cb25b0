package dev.sluice.admin;

import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Request;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads what somebody wants to hear: {@code ?device=a,b&kind=reading,alert}, or the same as a message. Pure. */
final class EventsFilter {
    private static final int MOST_DEVICES = 1000;

    private EventsFilter() {}

    /** @throws IllegalArgumentException if it is no filter; the message says what was found */
    static DeviceFilter of(Request handshake) {
        return filter(words(handshake, "device"), words(handshake, "kind"));
    }

    /** As {@link #of(Request)}: {@code {"devices": […], "kinds": […]}}, each optional; none means all. */
    static DeviceFilter of(JsonNode message) {
        if (!message.isObject()) {
            throw new IllegalArgumentException(
                    "JSON that is no object (expected: {\"devices\": [ID, …], \"kinds\": [KIND, …]})");
        }
        return filter(texts(message, "devices"), texts(message, "kinds"));
    }

    private static List<String> words(Request handshake, String name) {
        return handshake.query().getOrDefault(name, List.of()).stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::trim)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static List<String> texts(JsonNode message, String name) {
        JsonNode list = message.path(name);
        if (!list.isMissingNode() && !(list.isArray() && list.valueStream().allMatch(JsonNode::isString))) {
            throw new IllegalArgumentException(name + ": something else (expected: a list of texts)");
        }
        return list.valueStream().map(JsonNode::stringValue).toList();
    }

    private static DeviceFilter filter(List<String> devices, List<String> kinds) {
        if (devices.size() > MOST_DEVICES) {
            throw new IllegalArgumentException(devices.size() + " devices (expected: at most " + MOST_DEVICES + ")");
        }
        Set<DeviceId> ids = new LinkedHashSet<>();
        for (String device : devices) {
            if (!DeviceId.isValid(device)) {
                throw new IllegalArgumentException("'" + Json.echo(device) + "' (expected: a device's id)");
            }
            ids.add(new DeviceId(device));
        }
        Set<Kind> wanted = kinds.isEmpty() ? EnumSet.allOf(Kind.class) : EnumSet.noneOf(Kind.class);
        kinds.forEach(kind -> wanted.add(kind(kind)));
        return new DeviceFilter(ids, wanted);
    }

    private static Kind kind(String name) {
        return Arrays.stream(Kind.values())
                .filter(kind -> DeviceJson.name(kind).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kind: '" + Json.echo(name) + "' (expected: one of "
                        + Arrays.stream(Kind.values()).map(DeviceJson::name).collect(Collectors.joining(", "))
                        + ")"));
    }
}
