package dev.sluice.daemon;

import dev.sluice.config.SecretFile;
import dev.sluice.protocol.ProtocolProvider.Kind;
import dev.sluice.protocol.ProtocolProvider.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who may come in: the accounts of the configuration, and for each protocol that has none there, those made at the first
 * start. Of a generated secret the data directory keeps the hash, in {@code credentials.json}. In the embedded default it
 * is also kept in clear, in {@code dev-credentials.json}, so that scripts can use it.
 *
 * @param accounts by protocol
 * @param inClear generated secrets that are known in clear, by field by login: those just made, or of the embedded default
 */
record Credentials(Map<String, List<Account>> accounts, Map<String, Map<String, String>> inClear) {
    /** The file of generated credentials, hashed. */
    static final String FILE = "credentials.json";

    /** The file of generated credentials in clear. */
    static final String DEVELOPMENT_FILE = "dev-credentials.json";

    /** {@code {credentials.FIELD}}, or {@code {credentials.LOGIN.FIELD}}. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{credentials\\.(?:([A-Za-z0-9_-]+)\\.)?([A-Za-z0-9_-]+)}");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * Puts the configured accounts and the generated ones together, generating what is missing.
     *
     * @param configured by protocol
     * @param needed what to generate for a protocol without configured accounts, by protocol
     * @param embedded whether this is the embedded default, which keeps secrets in clear, too
     */
    static Credentials open(
            Path directory, Map<String, List<Account>> configured, Map<String, List<Login>> needed, boolean embedded)
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
            Map<String, List<Account>> configured,
            Map<String, List<Login>> needed,
            boolean embedded)
            throws IOException, StartException {
        ObjectNode kept = read(file);
        ObjectNode keptInClear = embedded ? read(developmentFile) : JSON.createObjectNode();
        Map<String, List<Account>> accounts = new LinkedHashMap<>(configured);
        Map<String, Map<String, String>> inClear = new LinkedHashMap<>();
        boolean changed = false;
        for (Map.Entry<String, List<Login>> need : needed.entrySet()) {
            if (configured.containsKey(need.getKey())) {
                continue;
            }
            List<Account> generated = new ArrayList<>();
            for (Login login : need.getValue()) {
                String key = login.key();
                if (CredentialsFile.isRevoked(kept, key)) {
                    continue;
                }
                if (!kept.has(key) || (embedded && !keptInClear.has(key))) {
                    generate(login, kept, keptInClear);
                    changed = true;
                }
                generated.add(account(file, kept, login));
                inClear.put(key, fields(keptInClear.path(key)));
            }
            generated.addAll(CredentialsFile.added(file, kept, need.getKey()));
            accounts.put(need.getKey(), List.copyOf(generated));
        }
        if (changed) {
            SecretFile.write(file, JSON.writeValueAsString(kept) + "\n");
            if (embedded) {
                SecretFile.write(developmentFile, JSON.writeValueAsString(keptInClear) + "\n");
            }
        }
        return new Credentials(accounts, inClear);
    }

    /**
     * What the file says now of those that come from it, for a gateway that runs; nothing is generated.
     *
     * @param needed of the protocols whose accounts come from it
     */
    static Map<String, List<Account>> reread(Path directory, Map<String, List<Login>> needed) throws StartException {
        Path file = directory.resolve(FILE);
        try {
            ObjectNode kept = read(file);
            Map<String, List<Account>> accounts = new LinkedHashMap<>();
            for (Map.Entry<String, List<Login>> need : needed.entrySet()) {
                List<Account> all = new ArrayList<>();
                for (Login login : need.getValue()) {
                    if (kept.has(login.key()) && !CredentialsFile.isRevoked(kept, login.key())) {
                        all.add(account(file, kept, login));
                    }
                }
                all.addAll(CredentialsFile.added(file, kept, need.getKey()));
                accounts.put(need.getKey(), List.copyOf(all));
            }
            return accounts;
        } catch (IOException e) {
            throw new StartException(file + ": " + reason(e) + " (expected: a file that this user may read)");
        }
    }

    private static void generate(Login login, ObjectNode kept, ObjectNode keptInClear) {
        String secret = login.kind() == Kind.PASSWORD ? RandomText.password() : RandomText.key();
        String hash = login.kind() == Kind.PASSWORD ? PasswordHash.of(secret) : KeyHash.of(secret);
        kept.putObject(login.key()).put("user", login.user()).put(hashField(login.kind()), hash);
        putInClear(keptInClear, login, secret);
    }

    /** Remembers a login's secret as scripts look for it. */
    static void putInClear(ObjectNode keptInClear, Login login, String secret) {
        ObjectNode clear = keptInClear.putObject(login.key());
        if (!login.userField().isEmpty()) {
            clear.put(login.userField(), login.user());
        }
        clear.put(login.secretField(), secret);
    }

    /** What the file keeps, with the role that the protocol asks for: an old file must not keep an old role. */
    private static Account account(Path file, ObjectNode kept, Login login) throws StartException {
        String field = hashField(login.kind());
        String hash = text(file, kept, login.key(), field);
        boolean isHash = login.kind() == Kind.PASSWORD ? PasswordHash.isHash(hash) : KeyHash.isHash(hash);
        if (!isHash) {
            String what = login.kind() == Kind.PASSWORD ? "bcrypt" : "SHA-256";
            throw damaged(file, "no " + what + " hash at " + login.key() + "." + field);
        }
        return new Account(text(file, kept, login.key(), "user"), login.role(), login.kind(), hash);
    }

    static String hashField(Kind kind) {
        return kind == Kind.PASSWORD ? "password-hash" : "key-sha256";
    }

    private static Map<String, String> fields(JsonNode clear) {
        Map<String, String> fields = new LinkedHashMap<>();
        clear.forEachEntry((name, value) -> fields.put(name, value.asString("")));
        return fields;
    }

    static ObjectNode read(Path file) throws IOException, StartException {
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

    private static String text(Path file, ObjectNode kept, String key, String field) throws StartException {
        Optional<String> text = kept.path(key).path(field).stringValueOpt();
        if (text.isEmpty()) {
            throw damaged(file, "no text at " + key + "." + field);
        }
        return text.get();
    }

    static StartException damaged(Path file, String found) {
        return new StartException(file + ": found " + found
                + " (expected: as Sluice wrote it; delete the file to have new credentials made)");
    }

    /**
     * A protocol's example with its placeholders filled in. A field without a login is one of the protocol's first; a secret
     * that is not known in clear stays its field's name, in capitals.
     */
    String filledIn(String example, String protocol) {
        return PLACEHOLDER.matcher(example).replaceAll(found -> {
            String login = Optional.ofNullable(found.group(1)).orElse(protocol);
            String field = found.group(2);
            String secret = inClear.getOrDefault(login, Map.of()).getOrDefault(field, field.toUpperCase(Locale.ROOT));
            return Matcher.quoteReplacement(secret);
        });
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
