package dev.sluice.placeos;

import dev.sluice.protocol.Payload;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A variable's value after an event, and what clients are told of it: written once for each wording, and one message for all who
 * asked alike, so that they share its frame, too. Safe for use by any thread.
 */
final class Change {
    /** Messages for so many ways to ask are kept; panels of more makes get one each of their own. */
    private static final int KEPT = 8;

    private final String variable;
    private final JsonNode value;
    private final Function<Wording, byte[]> write;
    private final Map<Wording, byte[]> tails = new ConcurrentHashMap<>(2);
    private volatile @Nullable Message messages;

    /**
     * A change.
     *
     * @param variable by its wire name
     * @param write makes the tail of a message
     */
    Change(String variable, JsonNode value, Function<Wording, byte[]> write) {
        this.variable = variable;
        this.value = value;
        this.write = write;
    }

    String variable() {
        return variable;
    }

    JsonNode value() {
        return value;
    }

    /** The message for whoever asked so. */
    Payload message(Follow follow) {
        Payload known = find(follow);
        return known == null ? make(follow) : known;
    }

    private synchronized Payload make(Follow follow) {
        Payload known = find(follow);
        if (known != null) {
            return known;
        }
        Payload made = PlaceosCodec.whole(follow.head(), tails.computeIfAbsent(follow.wording(), write));
        Message newest = messages;
        int count = newest == null ? 0 : newest.count;
        if (count < KEPT) {
            messages = new Message(follow, made, newest, count + 1);
        }
        return made;
    }

    private @Nullable Payload find(Follow follow) {
        for (Message message = messages; message != null; message = message.older) {
            if (message.follow.equals(follow)) {
                return message.payload;
            }
        }
        return null;
    }

    /** @param count how many there are with the older ones */
    private record Message(
            Follow follow, Payload payload, @Nullable Message older, int count) {}
}
