package dev.sluice.protocol;

import dev.sluice.device.DeviceBus;
import dev.sluice.device.Scheduler;

/**
 * What the gateway gives to a protocol.
 *
 * @param bus the devices
 * @param authenticator whose credentials are good
 * @param scheduler the time, and timers that belong to no session
 */
public record Services(DeviceBus bus, Authenticator authenticator, Scheduler scheduler) {}
