package dev.sluice.valtronics;

import dev.sluice.protocol.Authenticator;

/** What all sessions share. Each part is safe for use by any thread. */
record Facilities(
        ValtronicsConfig config,
        Authenticator authenticator,
        News news,
        SystemMonitor monitor,
        Users users,
        Traffic traffic,
        ConnectRate connects) {}
