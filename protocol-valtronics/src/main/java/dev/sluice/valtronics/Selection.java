package dev.sluice.valtronics;

import dev.sluice.device.Attribute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that one client wants of one channel. Immutable, and compared by what it says, since it is the key under which an event
 * keeps what it means to every client with the same selection: filters are evaluated once for all of them.
 */
final class Selection {
    static final Selection NOTHING = new Selection(List.of());

    private final List<Subscription> subscriptions;
    private final Choice<Long> devices;
    private final int hash;

    private Selection(List<Subscription> subscriptions) {
        this.subscriptions = subscriptions;
        this.devices = subscriptions.stream()
                .map(subscription -> subscription.filter().devices())
                .reduce(Choice.of(Set.of()), Choice::or);
        this.hash = subscriptions.hashCode(); // each event of each client asks for it
    }

    Selection with(Subscription added) {
        List<Subscription> all = new ArrayList<>(subscriptions);
        all.removeIf(added::replaces);
        all.add(added);
        return new Selection(List.copyOf(all));
    }

    /** Without the subscriptions all of whose devices are among these. */
    Selection without(Choice<Long> devices) {
        return new Selection(subscriptions.stream()
                .filter(subscription -> !subscription.filter().devices().isWithin(devices))
                .toList());
    }

    int size() {
        return subscriptions.size();
    }

    boolean isEmpty() {
        return subscriptions.isEmpty();
    }

    /** Those that any subscription lets pass. */
    Choice<Long> devices() {
        return devices;
    }

    /** Whether any subscription lets the device pass. */
    boolean isAbout(Long device) {
        return devices.accepts(device);
    }

    /** Whether something about a device passes the rest of a filter that lets the device pass. */
    boolean accepts(long device, Predicate<Filter> rest) {
        for (Subscription subscription : subscriptions) {
            if (subscription.filter().devices().accepts(device) && rest.test(subscription.filter())) {
                return true;
            }
        }
        return false;
    }

    /**
     * What of a reading is wanted, by pace. A metric that several subscriptions want goes out once, at the pace of the
     * fastest.
     */
    List<Portion> portions(long device, Map<String, Attribute> metrics) {
        Map<Duration, Map<String, Attribute>> byPeriod = new LinkedHashMap<>(2);
        metrics.forEach((name, attribute) -> {
            Duration period = period(device, name);
            if (period != null) {
                byPeriod.computeIfAbsent(period, p -> new LinkedHashMap<>()).put(name, attribute);
            }
        });
        List<Portion> portions = new ArrayList<>(byPeriod.size());
        byPeriod.forEach((period, wanted) -> portions.add(new Portion(device, period, wanted)));
        return portions;
    }

    private @Nullable Duration period(long device, String metric) {
        Duration least = null;
        for (Subscription subscription : subscriptions) {
            Filter filter = subscription.filter();
            boolean wanted =
                    filter.devices().accepts(device) && filter.metrics().accepts(metric);
            if (wanted && (least == null || filter.period().compareTo(least) < 0)) {
                least = filter.period();
            }
        }
        return least;
    }

    /** What is still wanted of a portion that has waited while the selection changed. */
    Optional<Portion> stillWanted(Portion waiting) {
        return portions(waiting.key().device(), waiting.metrics()).stream()
                .filter(portion -> portion.key().equals(waiting.key()))
                .findFirst();
    }

    /** Whether anything goes out at this pace. */
    boolean hasPace(Portion.Key key) {
        return accepts(key.device(), filter -> filter.period().equals(key.period()));
    }

    /** The filter of a channel that is not about devices: the newest has replaced all others. */
    Optional<Filter> filter() {
        return subscriptions.stream().map(Subscription::filter).findFirst();
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Selection selection
                        && hash == selection.hash
                        && subscriptions.equals(selection.subscriptions));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
