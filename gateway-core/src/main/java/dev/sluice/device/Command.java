package dev.sluice.device;

import tools.jackson.databind.node.ObjectNode;

/**
 * A request that a device do something.
 *
 * @param action one of the actions of the device's profile
 * @param arguments arguments by name
 * @param issuer who asks, for the log: protocol and principal
 */
public record Command(DeviceId device, String action, ObjectNode arguments, String issuer) {}
