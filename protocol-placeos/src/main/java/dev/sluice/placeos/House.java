package dev.sluice.placeos;

import dev.sluice.device.DeviceBus;

/** What all connections share. Everything in it may be used by any thread. */
record House(
        PlaceosConfig config,
        DeviceBus bus,
        SystemDirectory directory,
        LogLevels levels,
        Notifications notifications) {}
