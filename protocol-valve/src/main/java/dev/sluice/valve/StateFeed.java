package dev.sluice.valve;

import dev.sluice.device.Device;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Session;
import dev.sluice.valve.ValveMessage.State;
import org.jspecify.annotations.Nullable;

/** What one client knows of the state: it hears when that is no longer true. Used on the session's thread. */
final class StateFeed {
    private final Session session;
    private @Nullable State known;
    private long told;

    StateFeed(Session session) {
        this.session = session;
    }

    /** Tells the state if it has changed. */
    void onNews(News news) {
        if (!news.state().equals(known)) {
            tell(news.state(), news.message());
        }
    }

    /** Tells the state, changed or not. */
    void tell(Device device) {
        State state = ValveDevice.state(device);
        tell(state, ValveCodec.state(state));
    }

    private void tell(State state, Payload message) {
        known = state;
        told++;
        session.send(message);
    }

    /** How often the client was told. */
    long told() {
        return told;
    }
}
