package dev.sluice.placeos;

import dev.sluice.device.DeviceEvent.LogLine;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.Published;
import dev.sluice.placeos.PlaceosMessage.Target;
import dev.sluice.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * What sessions that follow the same device share: each event is taken apart once, and written once for all who know its
 * variable by the same names. Safe for use by any thread.
 */
final class Notifications {
    private final LongAdder encoded = new LongAdder();
    private final OneOfEach<Wording> wordings = new OneOfEach<>();
    private final OneOfEach<Follow> follows = new OneOfEach<>();
    private final Function<Published, List<Change>> takesApart = this::takeApart;

    private record DebugForm(Target target) {}

    /** All variables of a device by their wire names, as far as anybody has asked. */
    private record State(Map<String, Change> variables) {}

    /**
     * A variable as it was asked for, the same object for all who ask alike.
     *
     * @param id of the request
     */
    Follow follow(Target target, ValueEncoding encoding, JsonNode id) {
        return follows.of(new Follow(wordings.of(new Wording(target, encoding)), PlaceosCodec.head(id)));
    }

    /** The variables that a reading changed. */
    List<Change> changes(Published reading) {
        return reading.form(Notifications.class, takesApart);
    }

    private List<Change> takeApart(Published published) {
        List<Change> changes = new ArrayList<>();
        if (published.event() instanceof Reading reading) {
            reading.changed()
                    .forEach((name, attribute) -> changes.add(change(SystemModule.wire(name), attribute.value())));
        }
        return changes;
    }

    /** A variable as it is after any event, JSON null if it has no value. */
    Change state(Published published, String variable) {
        return published
                .<State>form(State.class, any -> new State(new ConcurrentHashMap<>()))
                .variables
                .computeIfAbsent(
                        variable,
                        name -> change(
                                name,
                                SystemModule.value(published.device(), name).orElse(NullNode.getInstance())));
    }

    private Change change(String variable, JsonNode value) {
        return new Change(variable, value, wording -> notifyTail(wording, value));
    }

    /** A value that no event brought about. */
    Payload message(Follow follow, JsonNode value) {
        return PlaceosCodec.whole(follow.head(), notifyTail(follow.wording(), value));
    }

    private byte[] notifyTail(Wording wording, JsonNode value) {
        encoded.increment();
        return PlaceosCodec.notifyTail(wording.target(), value, wording.encoding());
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
