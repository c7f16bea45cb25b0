package dev.sluice.daemon;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    HashKeyCommand() {
        this(SecretPrompt.OF_TERMINAL);
    }

    HashKeyCommand(SecretPrompt prompt) {
        this.prompt = prompt;
    }

    @Override
    public Integer call() throws IOException, StartException {
        PrintWriter out = spec.commandLine().getOut();
        if (fresh) {
            String key = RandomText.key();
            out.println("key:        " + key);
            out.println("key-sha256: " + KeyHash.of(key));
            return 0;
        }
        String key = prompt.read("API key: ");
        if (!KeyHash.isUsable(key)) {
            throw new StartException("API key of " + key.length() + " characters (expected: " + KeyHash.MIN_LENGTH
                    + ".." + KeyHash.MAX_LENGTH + " random ones; --new makes some)");
        }
        out.println(KeyHash.of(key));
        return 0;
    }
}
