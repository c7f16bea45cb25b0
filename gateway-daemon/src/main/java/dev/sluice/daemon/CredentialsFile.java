package dev.sluice.daemon;

import dev.sluice.config.SecretFile;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.ProtocolProvider.Kind;
import dev.sluice.protocol.ProtocolProvider.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The data directory's {@code credentials.json} for people who change it: beside the generated logins it has those that were
 * added, in {@code accounts}, by protocol. A generated login that is revoked stays, without its hash, so that no other is made.
 * For one thread; who changes the file at the same time may undo the change.
 */
final class CredentialsFile {
    private static final String ADDED = "accounts";
    private static final String REVOKED = "revoked";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path directory;
    private final Path file;
    private final Path clearFile;
    private final ObjectNode kept;
    private final ObjectNode clear;

    private CredentialsFile(Path directory, ObjectNode kept, ObjectNode clear) {
        this.directory = directory;
        this.file = directory.resolve(Credentials.FILE);
        this.clearFile = directory.resolve(Credentials.DEVELOPMENT_FILE);
        this.kept = kept;
        this.clear = clear;
    }

    static CredentialsFile open(Path directory) throws StartException {
        Path file = directory.resolve(Credentials.FILE);
        try {
            return new CredentialsFile(
                    directory,
                    Credentials.read(file),
                    Credentials.read(directory.resolve(Credentials.DEVELOPMENT_FILE)));
        } catch (IOException e) {
            throw trouble(file, e);
        }
    }

    static boolean isRevoked(ObjectNode kept, String login) {
        return kept.path(login).path(REVOKED).asBoolean(false);
    }

    /** The accounts that were added for a protocol. */
    static List<Account> added(Path file, ObjectNode kept, String protocol) throws StartException {
        List<Account> accounts = new ArrayList<>();
        for (JsonNode entry : kept.path(ADDED).path(protocol)) {
            String password = entry.path(Credentials.hashField(Kind.PASSWORD)).asString("");
            String key = entry.path(Credentials.hashField(Kind.API_KEY)).asString("");
            String user = entry.path("user").asString("");
            Optional<Principal.Role> role =
                    Principal.Role.named(entry.path("role").asString(""));
            if (user.isEmpty() || role.isEmpty() || PasswordHash.isHash(password) == KeyHash.isHash(key)) {
                throw Credentials.damaged(file, "no account at " + ADDED + "." + protocol);
            }
            boolean isPassword = PasswordHash.isHash(password);
            accounts.add(new Account(
                    user, role.get(), isPassword ? Kind.PASSWORD : Kind.API_KEY, isPassword ? password : key));
        }
        return accounts;
    }

    List<Account> added(String protocol) throws StartException {
        return added(file, kept, protocol);
    }

    boolean isRevoked(String login) {
        return isRevoked(kept, login);
    }

    boolean isAdded(String protocol, String user) throws StartException {
        return added(protocol).stream().anyMatch(account -> account.user().equals(user));
    }

    /** Whether a login was generated and is good. */
    boolean isGenerated(String login) {
        return kept.has(login) && !isRevoked(login);
    }

    void add(String protocol, Account account) {
        ObjectNode all = kept.path(ADDED) instanceof ObjectNode object ? object : kept.putObject(ADDED);
        ArrayNode list = all.path(protocol) instanceof ArrayNode array ? array : all.putArray(protocol);
        list.addObject()
                .put("user", account.user())
                .put("role", account.role().wireName())
                .put(Credentials.hashField(account.kind()), account.hash());
    }

    /** Removes all that were added for this user. */
    void remove(String protocol, String user) {
        if (kept.path(ADDED).path(protocol) instanceof ArrayNode list) {
            list.removeIf(entry -> entry.path("user").asString("").equals(user));
        }
    }

    /** Revokes a generated login. */
    void revoke(String login) {
        String user = kept.path(login).path("user").asString("");
        kept.putObject(login).put("user", user).put(REVOKED, true);
        clear.remove(login);
    }

    /** Puts another secret in place of a generated login's. */
    void replace(Login login, Account account, String secret) {
        kept.putObject(login.key())
                .put("user", account.user())
                .put(Credentials.hashField(account.kind()), account.hash());
        if (Files.exists(clearFile)) {
            Credentials.putInClear(clear, login, secret);
        }
    }

    void write() throws StartException {
        try {
            Files.createDirectories(directory);
            UserPrincipal owner = Files.getOwner(Files.exists(file) ? file : directory);
            write(file, kept, owner);
            if (Files.exists(clearFile)) {
                write(clearFile, clear, owner);
            }
        } catch (IOException e) {
            throw trouble(file, e);
        }
    }

    /** Whoever changes it, the gateway must be able to read it. */
    private static void write(Path file, ObjectNode content, UserPrincipal owner) throws IOException {
        SecretFile.write(file, JSON.writeValueAsString(content) + "\n");
        if (!Files.getOwner(file).equals(owner)) {
            Files.setOwner(file, owner);
        }
    }

    private static StartException trouble(Path file, IOException e) {
        return new StartException(file + ": " + e.getClass().getSimpleName()
                + " (expected: a file that this user may read and write; see --data-dir)");
    }
}
