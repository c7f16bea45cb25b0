package dev.sluice.placeos;

import dev.sluice.device.DeviceEvent.LogLine;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.Published;
import dev.sluice.placeos.PlaceosMessage.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.JsonNode;

/**
 * What sessions that follow the same device share: each event is taken apart once, and written once for all who know its
 * variable by the same names. Only the id in front differs. Safe for use by any thread.
 */
final class Notifications {
    private final LongAdder encoded = new LongAdder();

    private record NotifyForm(Target target, ValueEncoding encoding) {}

    private record DebugForm(Target target) {}

    /** The variables that a reading changed, by their wire names. */
    Map<String, JsonNode> changes(Published published, Reading reading) {
        return published.form(Notifications.class, any -> {
            Map<String, JsonNode> changes = new LinkedHashMap<>();
            reading.changed().forEach((name, attribute) -> changes.put(SystemModule.wire(name), attribute.value()));
            return changes;
        });
    }

    /** The tail of a {@code notify}; the first session that asks builds it. */
    byte[] notifyTail(Published published, Target target, JsonNode value, ValueEncoding encoding) {
        return published.form(new NotifyForm(target, encoding), any -> notifyTail(target, value, encoding));
    }

    /** The tail of a {@code notify} that no event brought about. */
    byte[] notifyTail(Target target, JsonNode value, ValueEncoding encoding) {
        encoded.increment();
        return PlaceosCodec.notifyTail(target, value, encoding);
    }

    /** The tail of a line of a module's log; the first session that asks builds it. */
    byte[] debugTail(Published published, Target target, String moduleId, LogLine line) {
        return published.form(new DebugForm(target), any -> {
            encoded.increment();
            return PlaceosCodec.debugTail(target, moduleId, line);
        });
    }

    /** How many tails have been built. */
    long encoded() {
        return encoded.sum();
    }
}
