package dev.sluice.placeos;

import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import dev.sluice.device.Status;
import dev.sluice.placeos.PlaceosMessage.Target;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Session;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The variables that one client follows. A device is watched once, however many of its variables are bound; for a client that
 * is slow the transport merges what waits, so that of each variable the last value remains. Used on the session's thread.
 */
final class Bindings {
    private final Session session;
    private final DeviceBus bus;
    private final Notifications notifications;
    private final ValueEncoding encoding;
    private final Map<Target, Binding> bindings = new LinkedHashMap<>();
    private final Map<DeviceId, Watched> watched = new HashMap<>();

    Bindings(Session session, DeviceBus bus, Notifications notifications, ValueEncoding encoding) {
        this.session = session;
        this.bus = bus;
        this.notifications = notifications;
        this.encoding = encoding;
    }

    int size() {
        return bindings.size();
    }

    boolean has(Target target) {
        return bindings.containsKey(target);
    }

    /**
     * Follows a variable from now on and tells its value, if it has one.
     *
     * @param id of the request; all that is told of the variable carries it
     * @param module where the variable is, empty while there is no such module
     */
    void add(Target target, JsonNode id, Optional<SystemModule> module) {
        Follow follow = notifications.follow(target, encoding, id);
        Binding binding = new Binding(follow);
        bindings.put(follow.wording().target(), binding);
        module.ifPresent(found -> attach(binding, found.device()));
    }

    void remove(Target target) {
        Binding binding = bindings.remove(target);
        if (binding != null) {
            detach(binding);
        }
    }

    /** Follows the variables to where they are in other systems. Where that is the same device, nothing is told. */
    void resolve(Systems systems) {
        for (Binding binding : bindings.values()) {
            Optional<DeviceId> now = Systems.module(
                            systems.find(binding.follow.wording().target()))
                    .map(SystemModule::device);
            if (!now.equals(Optional.ofNullable(binding.device))) {
                detach(binding);
                now.ifPresent(device -> attach(binding, device));
            }
        }
    }

    private void attach(Binding binding, DeviceId id) {
        binding.device = id;
        binding.told = NullNode.getInstance();
        watched.computeIfAbsent(id, Watched::new).add(binding); // before the first look, so that nothing slips between
        now(binding).ifPresent(value -> {
            binding.ahead = true;
            tell(binding, value, notifications.message(binding.follow, value));
        });
    }

    private void detach(Binding binding) {
        Watched device = binding.device == null ? null : watched.get(binding.device);
        binding.device = null;
        if (device != null && device.removeLast(binding)) {
            watched.remove(device.id);
            device.registration.close();
        }
    }

    /** The variable's value at this moment, if it has one. */
    private Optional<JsonNode> now(Binding binding) {
        return Optional.ofNullable(binding.device)
                .flatMap(bus::find)
                .flatMap(device -> SystemModule.value(device, binding.variable()));
    }

    private void tell(Binding binding, JsonNode value, Payload message) {
        binding.told = value;
        session.send(message);
    }

    /** Whether a client would see no difference: a number is what it is worth, whichever type holds it. */
    private static boolean isSame(JsonNode value, JsonNode told) {
        if (value.equals(told)) {
            return true;
        }
        boolean mayHoldOtherTypes = value.getClass() != told.getClass() || value.isContainer();
        return mayHoldOtherTypes && value.equals(Bindings::compare, told);
    }

    /** 0 for the same, else anything: nobody sorts by it. */
    private static int compare(JsonNode one, JsonNode other) {
        Optional<BigDecimal> worth = one.decimalValueOpt(); // empty for what is no number
        return worth.isPresent() && other.isNumber()
                ? other.decimalValueOpt().map(worth.get()::compareTo).orElse(1)
                : one.equals(other) ? 0 : 1;
    }

    /** One variable and what the client knows of it. */
    private static final class Binding {
        private final Follow follow;
        private @Nullable DeviceId device;

        /** The value told last, JSON null if none was. */
        private JsonNode told = NullNode.getInstance();

        /** Whether that was read from the bus, so that events on their way may be older. */
        private boolean ahead;

        /** Another one of the same variable of the same device. */
        private @Nullable Binding next;

        Binding(Follow follow) {
            this.follow = follow;
        }

        String variable() {
            return follow.wording().variable();
        }
    }

    /** One device and those of its variables that are bound, by their wire names; mostly each once. */
    private final class Watched {
        private final DeviceId id;
        private final Map<String, Binding> byVariable = new HashMap<>();
        private final Registration registration;

        Watched(DeviceId id) {
            this.id = id;
            this.registration =
                    session.watch(DeviceFilter.of(id).only(Kind.READING, Kind.STATUS_CHANGE), this::onEvent);
        }

        void add(Binding binding) {
            binding.next = null;
            Binding last = byVariable.putIfAbsent(binding.variable(), binding);
            while (last != null) {
                if (last.next == null) {
                    last.next = binding;
                    return;
                }
                last = last.next;
            }
        }

        /** Lets a variable go; true if it was the last. */
        boolean removeLast(Binding binding) {
            byVariable.computeIfPresent(binding.variable(), (variable, first) -> without(first, binding));
            return byVariable.isEmpty();
        }

        private @Nullable Binding without(@Nullable Binding first, Binding binding) {
            if (first == null || first == binding) {
                return first == null ? null : first.next;
            }
            first.next = without(first.next, binding);
            return first;
        }

        private void onEvent(Published published) {
            if (published.event() instanceof Reading) {
                List<Change> changes = notifications.changes(published);
                for (int i = 0; i < changes.size(); i++) { // without an iterator for each delivery
                    Change change = changes.get(i);
                    onChange(byVariable.get(change.variable()), change);
                }
            } else if (published.device().status() != Status.OFFLINE) { // it may have come back as another one
                byVariable.forEach((variable, first) -> onChange(first, notifications.state(published, variable)));
            }
        }

        private void onChange(@Nullable Binding first, Change change) {
            for (Binding binding = first; binding != null; binding = binding.next) {
                onChange(change, binding);
            }
        }

        private void onChange(Change change, Binding binding) {
            JsonNode value = change.value();
            if (isSame(value, binding.told)) {
                binding.ahead = false;
            } else if (!binding.ahead || !isTrueNow(binding)) {
                binding.ahead = false;
                tell(binding, value, change.message(binding.follow));
            }
        }

        /** Whether what the client knows is the value at this moment: then an event that says otherwise is older. */
        private boolean isTrueNow(Binding binding) {
            return isSame(now(binding).orElse(NullNode.getInstance()), binding.told);
        }
    }
}
