package dev.sluice.mqtt;

import dev.sluice.device.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Devices that describe themselves by Homie 5. Confined to the {@link Lane}. */
final class HomieConvention implements Convention {
    private static final int MOST = 10_000;

    private final String base;
    private final Discovered discovered;
    private final Predicate<String> isOurs;
    private final Map<String, String> states = new HashMap<>();
    private final Map<String, String> roots = new HashMap<>();

    /**
     * The convention below one topic.
     *
     * @param base such as {@code homie/5}
     * @param isOurs whether we have published the device of that id ourselves, or the root of it
     */
    HomieConvention(String base, Discovered discovered, Predicate<String> isOurs) {
        this.base = base;
        this.discovered = discovered;
        this.isOurs = isOurs;
    }

    @Override
    public List<String> filters() {
        return List.of(base + "/+/$state", base + "/+/$description");
    }

    @Override
    public void on(Message message) {
        String[] levels = message.topic().substring(base.length() + 1).split("/", -1);
        String id = levels[0];
        if (isOurs.test(id)) {
            return;
        }
        if (message.payload().length == 0) { // the broker was told to forget it
            forget(id);
        } else if (levels[1].equals("$state")) {
            message.text().ifPresent(state -> state(id, state));
        } else {
            message.json().ifPresent(description -> description(id, description));
        }
    }

    private void forget(String id) {
        states.remove(id);
        roots.remove(id);
        discovered.vanish(key(id));
    }

    private void description(String id, JsonNode description) {
        String root = description.path("root").asString("");
        if (isOurs.test(root)) {
            return;
        }
        Optional<DeviceMapping> mapping = HomieDescription.mapping(base, id, description);
        if (mapping.isEmpty() || mapping.get().isEmpty()) {
            return; // a root without anything of its own
        }
        if (!root.isEmpty() && roots.size() < MOST) {
            roots.put(id, root);
        }
        discovered.appear(key(id), mapping.get());
        tell(id);
    }

    private void state(String id, String state) {
        if (states.containsKey(id) || states.size() < MOST) {
            states.put(id, state);
        }
        tell(id);
        roots.forEach((child, root) -> {
            if (root.equals(id)) {
                tell(child);
            }
        });
    }

    /** A device is lost when its root is, whatever it said last. */
    private void tell(String id) {
        String own = states.getOrDefault(id, "init");
        String root = states.getOrDefault(roots.getOrDefault(id, id), own);
        String state = status(root) == Status.OFFLINE ? root : own;
        discovered.status(key(id), status(state), "Homie state: " + state.toLowerCase(Locale.ROOT));
    }

    private static Status status(String state) {
        return switch (state) {
            case "ready", "sleeping" -> Status.ONLINE;
            case "init" -> Status.MAINTENANCE;
            default -> Status.OFFLINE;
        };
    }

    private static String key(String id) {
        return "homie " + id;
    }
}
