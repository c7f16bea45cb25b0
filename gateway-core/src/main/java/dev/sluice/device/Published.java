package dev.sluice.device;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to its listeners, with the device as it was right after it.
 *
 * <p>All listeners are handed the same object. That makes it the place where what is derived from an event is kept, so
 * that it is derived once however many listeners need it: see {@link #form}. Safe for use by any thread.
 */
public final class Published {
    private final DeviceEvent event;
    private final Device device;
    private volatile @Nullable Form forms;

    Published(DeviceEvent event, Device device) {
        this.event = event;
        this.device = device;
    }

    public DeviceEvent event() {
        return event;
    }

    /** The device right after the event. */
    public Device device() {
        return device;
    }

    /**
     * What {@code make} derives from this event, computed at most once per {@code key} for all listeners together: the
     * wire form of an event is built by the first session that needs it and shared by all others.
     *
     * @param key names the form; compared with {@code equals}, and always used with the same type of result
     * @param make computes it; must be quick and must not block, other threads may wait for it
     */
    @SuppressWarnings("unchecked") // a key stands for one type, by contract
    public <F> F form(Object key, Function<? super Published, ? extends F> make) {
        Form known = find(key);
        if (known == null) {
            synchronized (this) {
                known = find(key);
                if (known == null) {
                    known = new Form(key, make.apply(this), forms);
                    forms = known;
                }
            }
        }
        return (F) known.value;
    }

    /**
     * This event followed by {@code newer} as one event, for a listener that could not keep up.
     *
     * @throws IllegalArgumentException unless both are readings of the same device
     */
    public Published merge(Published newer) {
        if (event instanceof DeviceEvent.Reading first
                && newer.event instanceof DeviceEvent.Reading second
                && first.device().equals(second.device())) {
            return new Published(first.merge(second), newer.device);
        }
        throw new IllegalArgumentException("cannot merge " + event + " with " + newer.event);
    }

    private @Nullable Form find(Object key) {
        for (Form form = forms; form != null; form = form.next) {
            if (form.key.equals(key)) {
                return form;
            }
        }
        return null;
    }

    private record Form(Object key, Object value, @Nullable Form next) {}
}
