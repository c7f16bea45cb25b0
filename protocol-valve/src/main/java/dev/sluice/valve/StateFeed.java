package dev.sluice.valve;

import dev.sluice.device.Device;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Session;
import dev.sluice.valve.ValveMessage.State;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one client knows of the state: it hears when that is no longer true. Used on the session's thread. */
final class StateFeed {
    private final Session session;
    private final Supplier<Optional<Device>> device;
    private @Nullable State known;
    private long told;

    StateFeed(Session session, Supplier<Optional<Device>> device) {
        this.session = session;
        this.device = device;
    }

    /** Tells the state if it has changed. */
    void onNews(News news) {
        if (!news.state().equals(known) && !isTrueNow(known)) {
            tell(news.state(), news.message());
        }
    }

    /**
     * Whether a state is that of the device at this moment. If it is the one the client knows, an event that says otherwise
     * has been overtaken by an answer: outcomes of commands and looks at the bus may arrive before the events that led there.
     */
    private boolean isTrueNow(@Nullable State state) {
        return device.get()
                .map(ValveDevice::state)
                .filter(now -> now.equals(state))
                .isPresent();
    }

    /** Tells the device's state, changed or not. */
    void tell(Device valve) {
        State state = ValveDevice.state(valve);
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
