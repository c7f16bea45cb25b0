package dev.sluice.valtronics;

import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Published;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.Watch;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears one kind of events of the devices that a client has chosen, and not of others, so that an event costs nothing for those
 * who do not want it. As long as nobody has one of the numbers, or there are more than {@value #MOST}, it hears all. Used on
 * the session's thread.
 */
final class DeviceWatch implements Consumer<Published> {
    static final int MOST = 256;

    private final Session session;
    private final DeviceNumbers numbers;
    private final Kind kind;
    private final Consumer<Published> listener;
    private Choice<Long> chosen = Choice.of(Set.of());

    /** Numbers that nobody has; a device that comes may get one of them. */
    private final Set<Long> free = new HashSet<>(0);

    private Optional<DeviceFilter> filter = Optional.empty();
    private @Nullable Watch watch;

    /** Whether a device may come that gets one of the free numbers, and was not seen yet. */
    private boolean waiting;

    DeviceWatch(Session session, DeviceNumbers numbers, Kind kind, Consumer<Published> listener) {
        this.session = session;
        this.numbers = numbers;
        this.kind = kind;
        this.listener = listener;
    }

    /** Hears of these devices from now on. */
    void follow(Choice<Long> devices) {
        chosen = devices;
        aim();
    }

    private void aim() {
        Optional<DeviceFilter> next = next();
        waiting = !free.isEmpty();
        if (next.equals(filter)) {
            return;
        }
        filter = next;
        if (next.isEmpty()) {
            end();
        } else if (watch == null) {
            watch = session.watch(next.get(), this);
        } else {
            watch = watch.follow(next.get());
        }
    }

    private void end() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    /** What to watch; nothing if no device is chosen. */
    private Optional<DeviceFilter> next() {
        free.clear();
        if (chosen.open() || chosen.values().size() > MOST) {
            return Optional.of(DeviceFilter.all().only(kind));
        }
        Set<DeviceId> devices = new HashSet<>();
        for (Long number : chosen.values()) {
            numbers.owner(number).ifPresentOrElse(devices::add, () -> free.add(number));
        }
        if (!free.isEmpty()) {
            return Optional.of(DeviceFilter.all().only(kind));
        }
        return devices.isEmpty()
                ? Optional.empty()
                : Optional.of(DeviceFilter.of(devices.toArray(DeviceId[]::new)).only(kind));
    }

    @Override
    public void accept(Published published) {
        listener.accept(published);
        if (waiting && isTaken(published)) {
            waiting = false;
            session.execute(this::aim); // not at once: more may be on its way to this watch
        }
    }

    /** Whether the device has one of the numbers that nobody had. */
    private boolean isTaken(Published published) {
        return numbers.known(published.event().device()).filter(free::contains).isPresent();
    }
}
