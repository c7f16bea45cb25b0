package dev.sluice.device;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * The last known value of one attribute.
 *
 * @param value the value as JSON; its type is the one that the device's {@link Profile} names, or JSON null in a reading
 *     that says the attribute cannot be measured now
 * @param unit the unit as written in the profile ({@code C}, {@code mbar}, {@code ml/min}), empty where there is none
 * @param at when the value was measured
 */
public record Attribute(JsonNode value, String unit, Instant at) {}
