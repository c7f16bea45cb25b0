package dev.sluice.daemon;

import dev.sluice.daemon.command.Output;
import dev.sluice.protocol.ProtocolProvider.Kind;
import dev.sluice.protocol.ProtocolProvider.Login;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice credentials add}. */
@Command(
        name = "add",
        description = "Lets somebody in, with a fresh random secret, which is shown this once.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice credentials add valve ada",
            "  sluice credentials add valve panel-1 --kind api-key --role support",
            "  sluice credentials add valve bob --ask"
        })
final class CredentialsAddCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PROTOCOL", description = "Where.")
    private String protocol = "";

    @Parameters(index = "1", paramLabel = "USER", description = "Who, without ':'.")
    private String user = "";

    @Mixin
    private final RoleOption role = new RoleOption();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "",
            description = "password or api-key. Default: what the protocol's first login has.")
    private String kind = "";

    @Option(names = "--ask", description = "Reads the secret (from the terminal, or a line of standard input) instead.")
    private boolean ask;

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws StartException, IOException {
        CredentialsScope scope = CredentialsScope.open(options);
        List<Login> logins = scope.logins(protocol);
        if (user.isEmpty() || user.length() > 256 || user.matches(".*[:\"\\\\\\p{Cntrl}].*")) {
            throw new StartException(
                    "USER: '" + user + "' (expected: a name of at most 256 characters without : \" \\)");
        }
        Kind chosen = kind(logins.get(0).kind());
        refuseSecond(scope, logins, chosen);
        String secret = ask ? asked(chosen) : CredentialsScope.freshSecret(chosen);
        Account account = CredentialsScope.account(user, role.role(), chosen, secret);
        Optional<String> shown = ask ? Optional.empty() : Optional.of(secret);
        if (scope.isConfigured(protocol)) {
            Told.left("added to", protocol, account, shown, "there, beside the others")
                    .print(output);
            return 0;
        }
        scope.file().add(protocol, account);
        scope.file().write();
        Told.done("added", protocol, user, shown).print(output);
        return 0;
    }

    private void refuseSecond(CredentialsScope scope, List<Login> logins, Kind chosen) throws StartException {
        if (chosen != Kind.PASSWORD) {
            return; // one user may have any number of keys
        }
        boolean isThere = scope.isConfigured(protocol)
                ? scope.configuredAt(protocol, user).isPresent()
                : scope.file().isAdded(protocol, user)
                        || logins.stream().anyMatch(login -> login.user().equals(user));
        if (isThere) {
            throw new StartException(
                    "USER: '" + user + "' is there already (expected: a new one; a new secret comes from"
                            + " 'sluice credentials rotate')");
        }
    }

    private Kind kind(Kind fallback) throws StartException {
        return switch (kind) {
            case "" -> fallback;
            case "password" -> Kind.PASSWORD;
            case "api-key" -> Kind.API_KEY;
            default -> throw new StartException("--kind: '" + kind + "' (expected: password or api-key)");
        };
    }

    private static String asked(Kind kind) throws StartException, IOException {
        String secret = SecretPrompt.OF_TERMINAL.read("Secret: ");
        boolean isGood =
                kind == Kind.PASSWORD ? !secret.isEmpty() && PasswordHash.isUsable(secret) : KeyHash.isUsable(secret);
        if (!isGood) {
            throw new StartException("secret of " + secret.length() + " characters (expected: a password of 1.."
                    + PasswordHash.MAX_BYTES + " bytes, or a key of " + KeyHash.MIN_LENGTH + " characters or more)");
        }
        return secret;
    }
}
