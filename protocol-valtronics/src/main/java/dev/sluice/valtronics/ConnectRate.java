package dev.sluice.valtronics;

import dev.sluice.config.Networks;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts connections by client address, IPv6 by its /64, since nobody owns less. Knows a bounded number of addresses: when
 * full, the one that came least recently is forgotten. Safe for use by any thread.
 */
final class ConnectRate {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int ADDRESSES = 10_000;

    private final int perMinute;
    private final Networks exempt;
    private final Map<List<Byte>, Deque<Instant>> recent = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * A rate.
     *
     * @param perMinute 0 for no limit
     * @param exempt who may connect as often as they like
     */
    ConnectRate(int perMinute, Networks exempt) {
        this.perMinute = perMinute;
        this.exempt = exempt;
    }

    /** Counts a connection; or if it is one too many, tells how long to wait. */
    Optional<Duration> next(InetAddress client, Instant now) {
        return perMinute == 0 || exempt.contains(client) ? Optional.empty() : count(key(client), now);
    }

    private synchronized Optional<Duration> count(List<Byte> client, Instant now) {
        Deque<Instant> times = recent.computeIfAbsent(client, c -> new ArrayDeque<>());
        Instant expired = now.minus(WINDOW);
        times.removeIf(time -> !time.isAfter(expired) || time.isAfter(now));
        if (times.size() >= perMinute) {
            return Optional.of(Duration.between(now, times.getFirst().plus(WINDOW)));
        }
        times.addLast(now);
        forgetOne();
        return Optional.empty();
    }

    private void forgetOne() {
        if (recent.size() > ADDRESSES) {
            Iterator<List<Byte>> oldest = recent.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private static List<Byte> key(InetAddress client) {
        byte[] address = client.getAddress();
        Byte[] prefix = new Byte[client instanceof Inet6Address ? 8 : address.length];
        Arrays.setAll(prefix, i -> address[i]);
        return List.of(prefix);
    }
}
