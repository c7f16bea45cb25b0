package dev.sluice.transport;

import dev.sluice.protocol.Authentication.Granted;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Short-lived, single-use stand-ins for credentials, for clients that cannot set a header on a WebSocket handshake: browsers.
 * A ticket knows who asked for it, for which protocol and until when they may be there, not how they showed it. Safe for use by any thread.
 */
final class Tickets {
    /** How long a ticket is good. */
    static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final int CAPACITY = 10_000;
    private static final int BYTES = 24;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Ticket> issued = new LinkedHashMap<>();

    Tickets(InstantSource clock) {
        this.clock = clock;
    }

    /** A new ticket, or nothing while too many are out. */
    synchronized Optional<String> issue(String protocol, Granted granted) {
        Instant now = clock.instant();
        Iterator<Ticket> oldest = issued.values().iterator();
        while (oldest.hasNext() && !oldest.next().expires.isAfter(now)) {
            oldest.remove();
        }
        if (issued.size() >= CAPACITY) {
            return Optional.empty();
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(value, new Ticket(protocol, granted, now.plus(LIFETIME)));
        return Optional.of(value);
    }

    /** Whose ticket it is; whatever the answer, the ticket is gone. */
    synchronized Optional<Granted> redeem(String value, String protocol) {
        Ticket ticket = issued.remove(value);
        return ticket != null && ticket.protocol.equals(protocol) && ticket.expires.isAfter(clock.instant())
                ? Optional.of(ticket.granted)
                : Optional.empty();
    }

    private record Ticket(String protocol, Granted granted, Instant expires) {}
}
