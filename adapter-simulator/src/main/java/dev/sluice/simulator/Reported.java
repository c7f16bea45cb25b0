package dev.sluice.simulator;

import dev.sluice.device.Attribute;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What has been reported of a device so far, so that only news goes out. Confined to the device's hardware. */
final class Reported {
    private final DeviceId device;
    private final Profile profile;
    private final Map<String, JsonNode> last;

    /**
     * A device that has just been registered.
     *
     * @param initial the values it was registered with
     */
    Reported(DeviceId device, Profile profile, Map<String, JsonNode> initial) {
        this.device = device;
        this.profile = profile;
        this.last = new HashMap<>(initial);
    }

    /** A reading of those of {@code values} that changed, and of those in {@code repeat} in any case; or nothing. */
    Optional<Reading> news(Map<String, JsonNode> values, Set<String> repeat, Instant now) {
        Map<String, Attribute> news = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (!value.equals(last.put(name, value)) || repeat.contains(name)) {
                news.put(name, profile.attribute(name, value, now));
            }
        });
        return news.isEmpty() ? Optional.empty() : Optional.of(new Reading(device, news, now));
    }
}
