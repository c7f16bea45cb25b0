package dev.sluice.daemon;

import dev.sluice.config.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The secret that HS256 tokens are signed with: the bytes of a file, without the line break at its end. */
final class TokenSecret {
    /** As many as the hash has: fewer would be the weakest part. */
    static final int MIN_BYTES = 32;

    /** Nobody means a larger file. */
    private static final int MAX_BYTES = 64 * 1024;

    private TokenSecret() {}

    /** The configured secret, or that of the data directory, which is made if there is none yet. */
    static byte[] open(Optional<Path> configured, Path dataDirectory) throws StartException {
        Path file = configured.orElse(dataDirectory.resolve(TokenConfig.SECRET_FILE));
        try {
            if (configured.isEmpty() && !Files.exists(file)) {
                Files.createDirectories(dataDirectory);
                SecretFile.write(file, RandomText.key() + "\n");
            }
            return read(file);
        } catch (NoSuchFileException e) {
            throw new StartException("tokens.secret-file: " + file + " does not exist (expected: a file of at least "
                    + MIN_BYTES + " bytes)");
        } catch (IOException e) {
            throw new StartException(
                    "token secret " + file + ": " + e.getClass().getSimpleName() + " " + e.getMessage()
                            + " (expected: a file that this user may read and, for a first start, write)");
        }
    }

    private static byte[] read(Path file) throws IOException, StartException {
        if (Files.size(file) > MAX_BYTES) {
            throw wrongSize(file, Files.size(file));
        }
        byte[] bytes = Files.readAllBytes(file);
        int length = bytes.length;
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        if (length < MIN_BYTES) {
            throw wrongSize(file, length);
        }
        return Arrays.copyOf(bytes, length);
    }

    private static StartException wrongSize(Path file, long found) {
        return new StartException("token secret " + file + ": found " + found + " bytes (expected: " + MIN_BYTES + ".."
                + MAX_BYTES + " random ones)");
    }
}
