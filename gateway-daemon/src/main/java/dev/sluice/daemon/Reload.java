package dev.sluice.daemon;

import dev.sluice.config.Problem;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the configuration once more while the gateway runs. Called by the threads of signals, one after the other. */
final class Reload {
    private static final Logger log = LoggerFactory.getLogger(Reload.class);

    private final Supplier<GatewayConfig> file;
    private final Gateway gateway;

    /** @param file reads the configuration as it is now */
    Reload(Supplier<GatewayConfig> file, Gateway gateway) {
        this.file = file;
        this.gateway = gateway;
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
            log.info("configuration read again; what cannot change while running waits for a restart");
        } else {
            next.problems().forEach(problem -> log.warn("configuration stays as it was: {}", problem));
        }
        return next.problems();
    }
}
