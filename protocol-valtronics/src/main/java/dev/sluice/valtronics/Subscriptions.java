package dev.sluice.valtronics;

import dev.sluice.device.Registration;
import dev.sluice.protocol.Session;
import dev.sluice.valtronics.ValtronicsMessage.Unsubscribe;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one client has subscribed to, and its way to the client. Used on the session's thread. */
final class Subscriptions {
    private final Session session;
    private final Outlet outlet;
    private final News news;
    private final SystemMonitor monitor;
    private final Map<Channel, Selection> selections = new EnumMap<>(Channel.class);
    private final Map<Channel, Source> sources = new EnumMap<>(Channel.class);

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
        boolean changed = !selection.equals(selection(channel));
        selections.put(channel, selection);
        if (changed) {
            sources.computeIfAbsent(channel, this::source).follow(selection);
        }
    }

    private Selection selection(Channel channel) {
        return selections.getOrDefault(channel, Selection.NOTHING);
    }

    private Source source(Channel channel) {
        return channel.event()
                .<Source>map(kind -> new DeviceNews(session, outlet, news, channel, kind))
                .orElseGet(Host::new);
    }

    /** The machine that the gateway runs on. */
    private final class Host implements Source {
        private final Consumer<List<SystemStatus>> feed = session.feed(this::onStatus);
        private @Nullable Registration registration;
        private @Nullable Pace<SystemStatus> pace;

        @Override
        public void follow(Selection selection) {
            if (pace != null) {
                pace.close();
            }
            pace = selection.filter().map(this::pace).orElse(null);
            if (pace != null && registration == null) {
                registration = monitor.watch(feed);
            } else if (pace == null && registration != null) {
                registration.close();
                registration = null;
            }
        }

        private Pace<SystemStatus> pace(Filter filter) {
            return new Pace<>(session, filter.period(), (older, newer) -> newer, status -> send(status, filter));
        }

        private void onStatus(SystemStatus status) {
            if (pace != null) {
                pace.offer(status);
            }
        }

        private void send(SystemStatus status, Filter filter) {
            status.message(filter.metrics()).ifPresent(payload -> outlet.news(Channel.SYSTEM, payload));
        }
    }
}
