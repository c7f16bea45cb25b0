package dev.sluice.mqtt;

import dev.sluice.protocol.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Entities that describe themselves by Home Assistant's discovery: one by one ({@code PREFIX/sensor/[NODE/]ID/config}) or
 * several of a device together ({@code PREFIX/device/ID/config}). Confined to the {@link Lane}.
 */
final class HomeAssistantConvention implements Convention {
    private final String prefix;
    private final Discovered discovered;
    private final Predicate<String> isOurs;
    private final Map<String, Set<String>> keys = new HashMap<>();

    /**
     * The convention below one topic.
     *
     * @param prefix such as {@code homeassistant}
     * @param isOurs whether we have published the description with that object id ourselves
     */
    HomeAssistantConvention(String prefix, Discovered discovered, Predicate<String> isOurs) {
        this.prefix = prefix;
        this.discovered = discovered;
        this.isOurs = isOurs;
    }

    @Override
    public List<String> filters() {
        return List.of(prefix + "/+/+/config", prefix + "/+/+/+/config");
    }

    @Override
    public void on(Message message) {
        String[] levels = message.topic().substring(prefix.length() + 1).split("/", -1);
        String component = levels[0];
        String object = levels[levels.length - 2];
        if (isOurs.test(object)) {
            return;
        }
        Optional<JsonNode> config = message.json();
        Set<String> now = new HashSet<>();
        if (config.isPresent() && component.equals("device")) {
            components(message.topic(), object, config.get(), now);
        } else {
            config.ifPresent(entity -> entity(message.topic(), component, object, entity, now));
        }
        Set<String> before = keys.remove(message.topic());
        if (before != null) {
            before.stream().filter(key -> !now.contains(key)).forEach(discovered::vanish);
        }
        if (!now.isEmpty()) {
            keys.put(message.topic(), now);
        }
    }

    private void components(String topic, String object, JsonNode config, Set<String> now) {
        Map<String, JsonNode> shared = HomeAssistantEntity.expanded(config);
        JsonNode components = shared.remove("components");
        if (components == null) {
            return;
        }
        components.forEachEntry((name, component) -> {
            ObjectNode whole = Json.object();
            shared.forEach(whole::set);
            HomeAssistantEntity.expanded(component).forEach(whole::set);
            entity(topic + " " + name, whole.path("platform").asString(""), object + "-" + name, whole, now);
        });
    }

    private void entity(String key, String component, String object, JsonNode config, Set<String> now) {
        HomeAssistantEntity.mapping(component, object, config).ifPresent(mapping -> {
            discovered.appear(key, mapping);
            if (discovered.device(key).isPresent()) {
                now.add(key);
            }
        });
    }
}
