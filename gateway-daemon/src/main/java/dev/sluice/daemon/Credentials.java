package dev.sluice.daemon;

import dev.sluice.config.SecretFile;
import dev.sluice.protocol.ProtocolProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who may come in: the users of the configuration, and for each protocol that has none there, one user made at the first
 * start. Of a generated secret the data directory keeps the hash, in {@code credentials.json}. In the embedded default it
 * is also kept in clear, in {@code dev-credentials.json}, so that scripts can use it.
 *
 * @param hashes password hashes by user by protocol
 * @param inClear generated secrets that are known in clear, by field by protocol: those just made, or of the embedded default
 */
record Credentials(Map<String, Map<String, String>> hashes, Map<String, Map<String, String>> inClear) {
    /** The file of generated credentials, hashed. */
    static final String FILE = "credentials.json";

    /** The file of generated credentials in clear. */
    static final String DEVELOPMENT_FILE = "dev-credentials.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int SECRET_LENGTH = 24;
    private static final String USER = "sluice";

    /**
     * Puts the configured users and the generated ones together, generating what is missing.
     *
     * @param configured hashes by user by protocol
     * @param needed what to generate for a protocol without configured users
     * @param embedded whether this is the embedded default, which keeps secrets in clear, too
     */
    static Credentials open(
            Path directory,
            Map<String, Map<String, String>> configured,
            Map<String, ProtocolProvider.Login> needed,
            boolean embedded)
            throws StartException {
        try {
            Files.createDirectories(directory);
            return open(directory.resolve(FILE), directory.resolve(DEVELOPMENT_FILE), configured, needed, embedded);
        } catch (IOException e) {
            throw new StartException("data directory " + directory + ": " + reason(e)
                    + " (expected: a directory that this user may write to; choose another with --data-dir)");
        }
    }

    private static Credentials open(
            Path file,
            Path developmentFile,
            Map<String, Map<String, String>> configured,
            Map<String, ProtocolProvider.Login> needed,
            boolean embedded)
            throws IOException, StartException {
        ObjectNode kept = read(file);
        ObjectNode keptInClear = embedded ? read(developmentFile) : JSON.createObjectNode();
        Map<String, Map<String, String>> hashes = new LinkedHashMap<>(configured);
        Map<String, Map<String, String>> inClear = new LinkedHashMap<>();
        boolean changed = false;
        for (Map.Entry<String, ProtocolProvider.Login> need : needed.entrySet()) {
            String protocol = need.getKey();
            ProtocolProvider.Login login = need.getValue();
            if (configured.containsKey(protocol)) {
                continue;
            }
            boolean known = kept.has(protocol) && (!embedded || keptInClear.has(protocol));
            if (!known) {
                String secret = newSecret();
                kept.putObject(protocol).put("user", USER).put("password-hash", PasswordHash.of(secret));
                ObjectNode clear =
                        JSON.createObjectNode().put(login.userField(), USER).put(login.secretField(), secret);
                keptInClear.set(protocol, clear);
                changed = true;
            }
            hashes.put(protocol, Map.of(text(file, kept, protocol, "user"), hash(file, kept, protocol)));
            JsonNode clear = keptInClear.path(protocol);
            Map<String, String> fields = new LinkedHashMap<>();
            clear.forEachEntry((name, value) -> fields.put(name, value.asString("")));
            inClear.put(protocol, fields);
        }
        if (changed) {
            SecretFile.write(file, JSON.writeValueAsString(kept) + "\n");
            if (embedded) {
                SecretFile.write(developmentFile, JSON.writeValueAsString(keptInClear) + "\n");
            }
        }
        return new Credentials(hashes, inClear);
    }

    private static ObjectNode read(Path file) throws IOException, StartException {
        if (!Files.exists(file)) {
            return JSON.createObjectNode();
        }
        try {
            if (JSON.readTree(Files.readString(file)) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            // told below
        }
        throw damaged(file, "something that is not a JSON object");
    }

    private static String hash(Path file, ObjectNode kept, String protocol) throws StartException {
        String hash = text(file, kept, protocol, "password-hash");
        if (!PasswordHash.isHash(hash)) {
            throw damaged(file, "no bcrypt hash at " + protocol + ".password-hash");
        }
        return hash;
    }

    private static String text(Path file, ObjectNode kept, String protocol, String field) throws StartException {
        Optional<String> text = kept.path(protocol).path(field).stringValueOpt();
        if (text.isEmpty()) {
            throw damaged(file, "no text at " + protocol + "." + field);
        }
        return text.get();
    }

    private static StartException damaged(Path file, String found) {
        return new StartException(file + ": found " + found
                + " (expected: as Sluice wrote it; delete the file to have new credentials made)");
    }

    private static String newSecret() {
        SecureRandom random = new SecureRandom();
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < SECRET_LENGTH; i++) {
            secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return secret.toString();
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
