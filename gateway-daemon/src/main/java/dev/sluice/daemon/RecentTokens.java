package dev.sluice.daemon;

import dev.sluice.protocol.Authenticator.Bearer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens that were found good a moment ago, so that a device which shows its own with every request is not looked at anew each
 * time. Each is known for {@link #TIME} at most, not beyond its own end, and not once there are other keys. Knows a bounded
 * number: when full, the one that was shown least recently is forgotten. Safe for use by any thread.
 */
final class RecentTokens {
    static final Duration TIME = Duration.ofMinutes(1);
    static final int TOKENS = 1024;

    /** Longer ones are not kept: they would take too much memory. */
    static final int LENGTH = 2048;

    private final InstantSource clock;
    private final Map<Shown, Found> known = new LinkedHashMap<>(16, 0.75f, true);

    RecentTokens(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Whom a token speaks for, if that is known.
     *
     * @param keys those that are published now
     */
    synchronized Optional<Bearer> find(String realm, String token, List<VerifyingKey> keys) {
        Found found = known.get(new Shown(realm, token));
        return found != null && found.isGood(clock.instant(), keys) ? Optional.of(found.bearer) : Optional.empty();
    }

    /**
     * Notes a token that has been found good.
     *
     * @param keys those that were published before it was looked at
     */
    synchronized void keep(String realm, String token, Bearer bearer, List<VerifyingKey> keys) {
        if (token.length() > LENGTH) {
            return;
        }
        known.put(new Shown(realm, token), new Found(bearer, keys, clock.instant()));
        if (known.size() > TOKENS) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** How many are known. */
    synchronized int size() {
        return known.size();
    }

    /** Where a token was shown. */
    private record Shown(String realm, String token) {
        /** Not the token. */
        @Override
        public String toString() {
            return realm;
        }
    }

    private record Found(Bearer bearer, List<VerifyingKey> keys, Instant at) {
        boolean isGood(Instant now, List<VerifyingKey> published) {
            return keys.equals(published) // keys that were fetched anew are others
                    && !now.isBefore(at) // else the clock was set back, and it may not have begun yet
                    && now.isBefore(at.plus(TIME))
                    && now.isBefore(bearer.expires());
        }
    }
}
