package dev.sluice.admin;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Names of profiles as labels: so many and no more, since what is discovered may bring any number. Any thread. */
final class DeviceKinds {
    private static final int MOST = 64;
    private static final String OTHERS = "other";

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    String label(String kind) {
        if (known.contains(kind)) {
            return kind;
        }
        return known.size() < MOST && known.add(kind) ? kind : OTHERS;
    }
}
