package dev.sluice.valtronics;

import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import dev.sluice.protocol.Session;
import dev.sluice.valtronics.ValtronicsMessage.Unsubscribe;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        return channel.event().<Source>map(kind -> new Devices(channel, kind)).orElseGet(Host::new);
    }

    /** Where the messages of a channel come from. */
    private sealed interface Source {
        /** Brings what is selected from now on, and no more of what was. */
        void follow(Selection selection);
    }

    /** Devices. */
    private final class Devices implements Source {
        private final Channel channel;
        private final DeviceWatch devices;
        private final Map<Portion.Key, Pace<Portion>> paces = new HashMap<>(0);
        private Selection selection = Selection.NOTHING;

        Devices(Channel channel, Kind kind) {
            this.channel = channel;
            this.devices = new DeviceWatch(
                    session, news.numbers(), kind, kind == Kind.READING ? this::onReading : this::onEvent);
        }

        @Override
        public void follow(Selection next) {
            selection = next;
            devices.follow(next.devices());
            revisePaces();
        }

        private void onEvent(Published published) {
            news.message(published, selection).ifPresent(payload -> outlet.news(channel, payload));
        }

        private void onReading(Published published) {
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
