package dev.sluice.valtronics;

import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.Published;
import dev.sluice.protocol.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A channel that is about devices, as one client hears it. Used on the session's thread, with every event of a device that the
 * client has selected; so it has at hand what that needs.
 */
final class DeviceNews implements Source, Consumer<Published> {
    private final Session session;
    private final Outlet outlet;
    private final News news;
    private final Channel channel;
    private final DeviceWatch devices;
    private final Map<Portion.Key, Pace<Portion>> paces = new HashMap<>(0);
    private Selection selection = Selection.NOTHING;

    /** @param kind of the events that the channel is about */
    DeviceNews(Session session, Outlet outlet, News news, Channel channel, Kind kind) {
        this.session = session;
        this.outlet = outlet;
        this.news = news;
        this.channel = channel;
        this.devices = new DeviceWatch(session, news.numbers(), kind, this);
    }

    @Override
    public void follow(Selection next) {
        selection = next;
        devices.follow(next.devices());
        revisePaces();
    }

    @Override
    public void accept(Published published) {
        if (channel != Channel.TELEMETRY) {
            news.message(published, selection).ifPresent(payload -> outlet.news(channel, payload));
            return;
        }
        List<Portion> portions = news.telemetry(published, selection);
        for (int i = 0; i < portions.size(); i++) { // without an iterator for each delivery
            onPortion(portions.get(i));
        }
    }

    private void onPortion(Portion portion) {
        if (portion.isPaced()) {
            paces.computeIfAbsent(portion.key(), this::pace).offer(portion);
        } else {
            send(portion);
        }
    }

    private Pace<Portion> pace(Portion.Key key) {
        return new Pace<>(session, key.period(), Portion::merge, this::send);
    }

    private void send(Portion portion) {
        outlet.news(channel, portion.payload());
    }

    /** What waits for its time must not come after it is not wanted any more. */
    private void revisePaces() {
        paces.entrySet().removeIf(entry -> {
            boolean goesOn = selection.hasPace(entry.getKey());
            entry.getValue().revise(waiting -> goesOn ? selection.stillWanted(waiting) : Optional.empty());
            return !goesOn;
        });
    }
}
