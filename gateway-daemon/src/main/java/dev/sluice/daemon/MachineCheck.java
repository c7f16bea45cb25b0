package dev.sluice.daemon;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine as a gateway needs it: clock, open files, data directory. For one thread. */
final class MachineCheck {
    /** No gateway is older; a board without a battery begins in 1970. */
    private static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");

    private static final Duration TOLERANCE = Duration.ofMinutes(2);
    private static final long FEW_FILES = 4096;
    private static final long LITTLE_SPACE = 256L << 20;
    private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files +(\\d+|unlimited)");

    private final Path root;
    private final Path data;
    private final Optional<Path> journal;
    private final InstantSource clock;

    /**
     * A look at one machine.
     *
     * @param root where its files begin
     * @param journal what the gateway wrote last, if anything
     */
    MachineCheck(Path root, Path data, Optional<Path> journal, InstantSource clock) {
        this.root = root;
        this.data = data;
        this.journal = journal;
        this.clock = clock;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(clock());
        findings.add(openFiles());
        findings.add(directory());
        return findings;
    }

    private Finding clock() {
        Instant now = clock.instant();
        String fix = "set it: 'timedatectl set-ntp true'; tokens, certificates and the journal go by it";
        if (now.isBefore(EARLIEST)) {
            return Finding.failed("clock", now.toString(), fix);
        }
        try {
            if (journal.isPresent()
                    && Files.getLastModifiedTime(journal.get()).toInstant().isAfter(now.plus(TOLERANCE))) {
                return Finding.failed("clock", now + ", before the journal's last record", fix);
            }
        } catch (IOException e) {
            // the directory's own finding tells
        }
        boolean isUnset = Files.isDirectory(root.resolve("run/systemd/timesync"))
                && !Files.exists(root.resolve("run/systemd/timesync/synchronized"));
        return isUnset ? Finding.warning("clock", "not synchronised", fix) : Finding.ok("clock", now.toString());
    }

    private Finding openFiles() {
        String what = "open files";
        try {
            Matcher line = OPEN_FILES.matcher(Files.readString(root.resolve("proc/self/limits")));
            if (!line.find() || line.group(1).equals("unlimited")) {
                return Finding.ok(what, "no limit known");
            }
            return Long.parseLong(line.group(1)) < FEW_FILES
                    ? Finding.warning(
                            what,
                            "at most " + line.group(1) + " in this shell, one for each client",
                            "'ulimit -n 65536' before the start; LimitNOFILE= in a unit")
                    : Finding.ok(what, "at most " + line.group(1) + " in this shell");
        } catch (IOException e) { // there is no /proc
            return Finding.ok(what, "no limit known");
        }
    }

    private Finding directory() {
        String what = "data directory " + data;
        try {
            if (!Files.exists(data)) {
                return Finding.ok(what, "is made at the first start");
            }
            if (!Files.isWritable(data)) {
                return Finding.failed(what, "cannot be written to", "ask as the gateway's user, or see its owner");
            }
            Path secrets = data.resolve(Credentials.FILE);
            if (Files.exists(secrets) && isOpen(secrets)) {
                return Finding.failed(what, secrets + " can be read by others", "chmod 600 " + secrets);
            }
            FileStore store = Files.getFileStore(data);
            String space = (store.getUsableSpace() >> 20) + " MiB free";
            return store.getUsableSpace() < LITTLE_SPACE
                    ? Finding.warning(what, space, "make space, or keep less: journal.retention")
                    : Finding.ok(what, space);
        } catch (IOException e) {
            return Finding.failed(what, e.getClass().getSimpleName(), "see its owner and its disk");
        }
    }

    private static boolean isOpen(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        return Files.getPosixFilePermissions(file).stream()
                .anyMatch(permission ->
                        permission == PosixFilePermission.OTHERS_READ || permission == PosixFilePermission.GROUP_READ);
    }
}
