package dev.sluice.valtronics;

import dev.sluice.device.DeviceFilter;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import dev.sluice.protocol.Session;
import dev.sluice.valtronics.ValtronicsMessage.Unsubscribe;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one client has subscribed to, and its way to the client. Used on the session's thread. */
final class Subscriptions {
    private final Session session;
    private final Outlet outlet;
    private final News news;
    private final SystemMonitor monitor;
    private final Map<Channel, Selection> selections = new EnumMap<>(Channel.class);
    private final Map<Channel, Registration> sources = new EnumMap<>(Channel.class);
    private final Map<Portion.Key, Pace<Portion>> paces = new HashMap<>();
    private @Nullable Pace<SystemStatus> systemPace;

    Subscriptions(Session session, Outlet outlet, News news, SystemMonitor monitor) {
        this.session = session;
        this.outlet = outlet;
        this.news = news;
        this.monitor = monitor;
    }

    /** Whether there are at most {@code most} with this one, which may replace another. */
    boolean hasRoomFor(Subscription subscription, int most) {
        int others = selections.entrySet().stream()
                .filter(entry -> entry.getKey() != subscription.channel())
                .mapToInt(entry -> entry.getValue().size())
                .sum();
        return others + selection(subscription.channel()).with(subscription).size() <= most;
    }

    void add(Subscription subscription) {
        set(subscription.channel(), selection(subscription.channel()).with(subscription));
    }

    void remove(Unsubscribe unsubscribe) {
        set(unsubscribe.from(), selection(unsubscribe.from()).without(unsubscribe.devices()));
    }

    /** Ends everything. */
    void close() {
        List.copyOf(sources.keySet()).forEach(channel -> set(channel, Selection.NOTHING));
    }

    private void set(Channel channel, Selection wanted) {
        Selection selection = news.shared(wanted);
        boolean changed = !selection.equals(selections.put(channel, selection));
        if (selection.isEmpty()) {
            Registration source = sources.remove(channel);
            if (source != null) {
                source.close();
            }
        }
        if (changed && channel == Channel.TELEMETRY) {
            revisePaces(selection);
        } else if (changed && channel == Channel.SYSTEM) {
            setSystemPace(selection);
        }
        if (!selection.isEmpty() && !sources.containsKey(channel)) {
            sources.put(channel, source(channel));
        }
    }

    private Selection selection(Channel channel) {
        return selections.getOrDefault(channel, Selection.NOTHING);
    }

    private Registration source(Channel channel) {
        return channel.event()
                .map(kind -> session.watch(DeviceFilter.all().only(kind), event -> onEvent(channel, event)))
                .orElseGet(() -> monitor.watch(session.feed(this::onSystemStatus)));
    }

    private void onEvent(Channel channel, Published published) {
        if (channel == Channel.TELEMETRY) {
            for (Portion portion : news.telemetry(published, selection(channel))) {
                onPortion(portion);
            }
        } else {
            news.message(published, selection(channel)).ifPresent(payload -> outlet.news(channel, payload));
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
        outlet.news(Channel.TELEMETRY, portion.payload());
    }

    /** What waits for its time must not come after it is not wanted any more. */
    private void revisePaces(Selection selection) {
        paces.entrySet().removeIf(entry -> {
            boolean goesOn = selection.hasPace(entry.getKey());
            entry.getValue().revise(waiting -> goesOn ? selection.stillWanted(waiting) : Optional.empty());
            return !goesOn;
        });
    }

    private void setSystemPace(Selection selection) {
        if (systemPace != null) {
            systemPace.close();
        }
        systemPace = selection
                .filter()
                .map(filter -> new Pace<SystemStatus>(
                        session, filter.period(), (older, newer) -> newer, status -> send(status, filter)))
                .orElse(null);
    }

    private void onSystemStatus(SystemStatus status) {
        if (systemPace != null) {
            systemPace.offer(status);
        }
    }

    private void send(SystemStatus status, Filter filter) {
        status.message(filter.metrics()).ifPresent(payload -> outlet.news(Channel.SYSTEM, payload));
    }
}
