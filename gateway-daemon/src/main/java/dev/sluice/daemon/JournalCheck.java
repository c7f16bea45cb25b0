package dev.sluice.daemon;

import dev.sluice.journal.JournalException;
import dev.sluice.journal.JournalProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads through the journal of a gateway that does not run, without changing it. For one thread; another may look on. */
final class JournalCheck {
    private static final Path COUNTERS = Path.of("/proc/self/io");
    private static final String READ = "rchar: ";

    private final GatewayConfig config;
    private final OptionalLong size;
    private final OptionalLong before = read();

    JournalCheck(GatewayConfig config) {
        this.config = config;
        this.size = config.journalFile().map(JournalCheck::size).orElse(OptionalLong.empty());
    }

    Finding finding() {
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

    /** How much of it has been read, 0 to 1, going by what this process has read at all; NaN if that cannot be told. */
    double done() {
        OptionalLong now = read();
        if (size.isEmpty() || size.getAsLong() == 0 || before.isEmpty() || now.isEmpty()) {
            return Double.NaN;
        }
        return Math.min(0.99, (now.getAsLong() - before.getAsLong()) / (double) size.getAsLong());
    }

    private static OptionalLong size(Path file) {
        try {
            return OptionalLong.of(Files.size(file));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** On Linux; elsewhere nobody counts. */
    private static OptionalLong read() {
        try {
            return Files.readAllLines(COUNTERS).stream()
                    .filter(line -> line.startsWith(READ))
                    .mapToLong(line -> Long.parseLong(line.substring(READ.length())))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
