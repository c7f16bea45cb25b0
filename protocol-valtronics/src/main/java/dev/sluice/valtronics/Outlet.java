package dev.sluice.valtronics;

import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Session;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What goes out to one client. While it waits for its {@code auth_response}, news wait, too: some clients take the first
 * message that comes for that answer. When too much waits the session is closed with 1013. Used on the session's thread.
 */
final class Outlet {
    static final int TRY_AGAIN_LATER = 1013;

    private final Session session;
    private final Traffic.Connection traffic;
    private final int capacity;
    private @Nullable Queue<Item> held; // while news are held back

    /**
     * An outlet that is open.
     *
     * @param capacity how many news may wait
     */
    Outlet(Session session, Traffic.Connection traffic, int capacity) {
        this.session = session;
        this.traffic = traffic;
        this.capacity = capacity;
    }

    void answer(String type, Optional<Channel> channel, Payload payload) {
        session.send(payload);
        traffic.sent(type, channel, payload.size());
    }

    void news(Channel channel, Payload payload) {
        if (held == null) {
            answer(channel.message(), channel.itself(), payload);
        } else if (held.size() < capacity) {
            held.add(new Item(channel, payload));
        } else {
            session.close(TRY_AGAIN_LATER, "too slow: " + capacity + " messages wait for a token to be checked");
        }
    }

    /** Holds news back until {@link #release}. */
    void hold() {
        if (held == null) {
            held = new ArrayDeque<>();
        }
    }

    void release() {
        Queue<Item> waiting = held;
        held = null;
        if (waiting != null) {
            waiting.forEach(item -> news(item.channel, item.payload));
        }
    }

    private record Item(Channel channel, Payload payload) {}
}
