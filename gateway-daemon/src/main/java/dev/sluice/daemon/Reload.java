package dev.sluice.daemon;

import dev.sluice.config.Problem;
import dev.sluice.device.Adapter;
import dev.sluice.protocol.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the configuration once more while the gateway runs. Called by the threads of signals, one after the other. */
final class Reload {
    private static final Logger log = LoggerFactory.getLogger(Reload.class);

    /** Keys outside of protocols that can change; which of their own can is up to the protocols. */
    private static final Pattern CHANGEABLE =
            Pattern.compile("listeners\\[\\d*]\\.(certificate|key|client-ca|client-auth|client-principal)");

    /** A key of an adapter's entry, with whatever is below it. */
    private static final Pattern ADAPTER = Pattern.compile("adapters\\[(\\d{1,6})]\\.([^.\\[]+).*");

    private final Supplier<GatewayConfig> file;
    private final Gateway gateway;
    private final GatewayConfig started;

    /**
     * A reload of what a gateway was started with.
     *
     * @param file reads the configuration as it is now
     */
    Reload(Supplier<GatewayConfig> file, Gateway gateway, GatewayConfig started) {
        this.file = file;
        this.gateway = gateway;
        this.started = started;
    }

    /**
     * Puts in force what can change while running; if anything is wrong with the file, nothing.
     *
     * @return what is wrong with it, which is also logged
     */
    synchronized List<Problem> run() {
        GatewayConfig next = file.get();
        if (next.problems().isEmpty()) {
            gateway.reconfigure(next);
            log.info("configuration read again");
            waiting(next).forEach(key -> log.warn("{} has changed: it waits for a restart", key));
        } else {
            next.problems().forEach(problem -> log.warn("configuration stays as it was: {}", problem));
        }
        return next.problems();
    }

    /** The keys that are not as they were at the start, and cannot change before the next one. */
    List<String> waiting(GatewayConfig next) {
        return started.source().differences(next.source()).stream()
                .filter(key -> !isChangeable(
                        key,
                        next.accounts().keySet(),
                        next.protocols(),
                        List.copyOf(next.adapters().values())))
                .toList();
    }

    /**
     * Whether a key can change while the gateway runs.
     *
     * @param configured the protocols whose credentials are in the configuration
     * @param adapters in the order of the configuration
     */
    static boolean isChangeable(
            String key, Set<String> configured, Map<String, Protocol> protocols, List<Adapter> adapters) {
        Matcher adapter = ADAPTER.matcher(key);
        if (adapter.matches()) {
            int place = Integer.parseInt(adapter.group(1));
            return place < adapters.size() && adapters.get(place).changeable().contains(adapter.group(2));
        }
        if (key.startsWith("credentials.")) {
            return configured.contains(key.substring("credentials.".length()).replaceAll("\\[.*", ""));
        }
        return CHANGEABLE.matcher(key).matches()
                || protocols.entrySet().stream().anyMatch(entry -> isChangeable(key, entry));
    }

    private static boolean isChangeable(String key, Map.Entry<String, Protocol> protocol) {
        String section = "protocols." + protocol.getKey() + ".";
        return protocol.getValue().changeable().stream()
                .map(section::concat)
                .anyMatch(known -> key.equals(known) || key.startsWith(known + "."));
    }
}
