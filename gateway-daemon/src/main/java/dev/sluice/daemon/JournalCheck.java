package dev.sluice.daemon;

import dev.sluice.journal.JournalException;
import dev.sluice.journal.JournalProvider;
import java.util.Optional;

/** Reads through the journal of a gateway that does not run, without changing it. Stateless. */
final class JournalCheck {
    private JournalCheck() {}

    static Finding finding(GatewayConfig config) {
        Optional<JournalProvider> provider = config.journal().provider();
        if (provider.isEmpty()) {
            return Finding.ok("journal", "kept in memory");
        }
        try {
            return provider.get()
                    .damage(config.dataDirectory())
                    .map(damage -> Finding.failed(
                            "journal",
                            damage,
                            "the next start saves what can be read and puts the file aside; copy it first"))
                    .orElseGet(() -> Finding.ok("journal", "no damage"));
        } catch (JournalException e) {
            return Finding.failed("journal", String.valueOf(e.getMessage()), "see the message, then ask again");
        }
    }
}
