package dev.sluice.device;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What an owner says about a device when it registers it.
 *
 * @param profile attributes and actions the owner promises to serve
 * @param name a name for people
 * @param initial first values by attribute name; must fit the profile and hold every attribute it requires
 */
public record DeviceDescriptor(DeviceId id, Profile profile, String name, Map<String, JsonNode> initial) {
    public DeviceDescriptor {
        initial = Collections.unmodifiableMap(new LinkedHashMap<>(initial));
    }
}
