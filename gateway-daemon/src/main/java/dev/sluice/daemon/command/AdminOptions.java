package dev.sluice.daemon.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which gateway a command talks to, and what proves that it may. */
public final class AdminOptions {
    /** The variable that holds the token, where there is no file of it. */
    static final String TOKEN_VARIABLE = "SLUICE_ADMIN_TOKEN";

    /** A command to a device may take as long as the configuration allows, ten minutes at most. */
    private static final Duration PATIENCE = Duration.ofMinutes(11);

    @Option(
            names = "--admin",
            paramLabel = "URL",
            defaultValue = "${env:SLUICE_ADMIN_URL:-http://127.0.0.1:9090}",
            description = "The gateway's admin listener. Default: $SLUICE_ADMIN_URL or http://127.0.0.1:9090.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private URI url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the admin listener's token. Default: the token itself in $SLUICE_ADMIN_TOKEN.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificate (PEM) to trust, such as a gateway's self-signed-certificate.pem.")
    private @Nullable Path authority;

    private final boolean optional;

    AdminOptions() {
        this(false);
    }

    private AdminOptions(boolean optional) {
        this.optional = optional;
    }

    /** Of a command that also has something to say where no gateway answers, or one that does not let it in. */
    public static AdminOptions optional() {
        return new AdminOptions(true);
    }

    /** What a command with these options may end with that others do not. */
    Set<ExitCode> failures() {
        return optional ? Set.of() : Set.of(ExitCode.NOT_REACHABLE, ExitCode.NOT_LET_IN);
    }

    /** The client of that gateway; nothing has been sent yet. */
    public AdminClient client() throws CommandFailure {
        return AdminClient.of(url, token(), Optional.ofNullable(authority), PATIENCE);
    }

    private Optional<String> token() throws CommandFailure {
        Path file = tokenFile;
        if (file == null) {
            return Optional.ofNullable(System.getenv(TOKEN_VARIABLE)).filter(token -> isToken(token.strip()));
        }
        try {
            String token = Files.readString(file).strip();
            if (isToken(token)) {
                return Optional.of(token);
            }
            throw new CommandFailure(
                    ExitCode.USAGE, "--token-file: " + file + ": something else (expected: one line, the token)");
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--token-file: " + file + ": " + e.getClass().getSimpleName() + " (expected: a readable file)");
        }
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
