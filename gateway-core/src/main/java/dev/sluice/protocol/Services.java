package dev.sluice.protocol;

import dev.sluice.device.DeviceBus;
import dev.sluice.device.Scheduler;
import dev.sluice.journal.Journal;

/**
 * What the gateway gives to a protocol.
 *
 * @param bus the devices
 * @param authenticator whose credentials are good
 * @param journal where records outlive sessions; each protocol names its streams {@code PROTOCOL/…}
 * @param scheduler the time, and timers that belong to no session
 */
public record Services(DeviceBus bus, Authenticator authenticator, Journal journal, Scheduler scheduler) {}
