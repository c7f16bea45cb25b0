package dev.sluice.daemon;

import dev.sluice.daemon.command.Output;
import dev.sluice.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice hash-password}: a password from the terminal or standard input, its hash for the configuration out. */
@Command(
        name = "hash-password",
        description = "Reads a password (from the terminal, or one line of standard input) and prints its hash for the"
                + " configuration.",
        mixinStandardHelpOptions = true)
final class HashPasswordCommand implements Callable<Integer> {
    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws IOException, StartException {
        String password = SecretPrompt.OF_TERMINAL.read("Password: ");
        if (password.isEmpty() || !PasswordHash.isUsable(password)) {
            throw new StartException("password of " + password.getBytes(StandardCharsets.UTF_8).length
                    + " bytes (expected: 1.." + PasswordHash.MAX_BYTES + ")");
        }
        String hash = PasswordHash.of(password);
        output.tell(Json.object().put("password-hash", hash), hash);
        return 0;
    }
}
