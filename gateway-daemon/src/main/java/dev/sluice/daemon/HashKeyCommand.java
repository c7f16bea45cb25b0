package dev.sluice.daemon;

import dev.sluice.daemon.command.Output;
import dev.sluice.protocol.Json;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice hash-key}: an API key in, or a new one, and its hash for the configuration out. */
@Command(
        name = "hash-key",
        description = "Reads an API key (from the terminal, or one line of standard input) and prints its hash for the"
                + " configuration.",
        mixinStandardHelpOptions = true)
final class HashKeyCommand implements Callable<Integer> {
    private final SecretPrompt prompt;

    @Option(names = "--new", description = "Makes a random key instead, and prints the key and its hash.")
    private boolean fresh;

    @Mixin
    private final Output output = new Output();

    HashKeyCommand() {
        this(SecretPrompt.OF_TERMINAL);
    }

    HashKeyCommand(SecretPrompt prompt) {
        this.prompt = prompt;
    }

    @Override
    public Integer call() throws IOException, StartException {
        String key = fresh ? RandomText.key() : prompt.read("API key: ");
        if (!KeyHash.isUsable(key)) {
            throw new StartException("API key of " + key.length() + " characters (expected: " + KeyHash.MIN_LENGTH
                    + ".." + KeyHash.MAX_LENGTH + " random ones; --new makes some)");
        }
        print(key);
        return 0;
    }

    /** A new key is shown, as nobody else knows it. */
    private void print(String key) {
        String hash = KeyHash.of(key);
        if (fresh) {
            output.tell(
                    Json.object().put("key", key).put("key-sha256", hash),
                    List.of("key:        " + key, "key-sha256: " + hash));
        } else {
            output.tell(Json.object().put("key-sha256", hash), hash);
        }
    }
}
