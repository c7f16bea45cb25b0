package dev.sluice.daemon;

import dev.sluice.daemon.command.Output;
import dev.sluice.protocol.ProtocolProvider.Login;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice credentials rotate}. */
@Command(
        name = "rotate",
        description = "Gives a user a fresh random secret in place of all it had, and shows it this once.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  sluice credentials rotate valve ada")
final class CredentialsRotateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PROTOCOL", description = "Where.")
    private String protocol = "";

    @Parameters(index = "1", paramLabel = "USER", description = "Who, as 'sluice credentials list' shows it.")
    private String user = "";

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws StartException {
        CredentialsScope scope = CredentialsScope.open(options);
        Optional<Login> generated = generated(scope, scope.logins(protocol));
        Account before = before(scope, generated);
        String secret = CredentialsScope.freshSecret(before.kind());
        Account after = CredentialsScope.account(user, before.role(), before.kind(), secret);
        if (scope.isConfigured(protocol)) {
            String place = scope.configuredAt(protocol, user).orElse("the configuration");
            Told.left("changed in", protocol, after, Optional.of(secret), "in place of that at " + place)
                    .print(output);
            return 0;
        }
        scope.file().remove(protocol, user);
        if (generated.isPresent()) {
            scope.file().replace(generated.get(), after, secret);
        } else {
            scope.file().add(protocol, after);
        }
        scope.file().write();
        Told.done("rotated", protocol, user, Optional.of(secret)).print(output);
        return 0;
    }

    private Account before(CredentialsScope scope, Optional<Login> generated) throws StartException {
        if (generated.isPresent()) {
            return new Account(user, generated.get().role(), generated.get().kind(), "");
        }
        List<Account> known = scope.isConfigured(protocol)
                ? scope.config().accounts().getOrDefault(protocol, List.of())
                : scope.file().added(protocol);
        return known.stream()
                .filter(account -> account.user().equals(user))
                .findFirst()
                .orElseThrow(() -> CredentialsScope.unknown(protocol, user));
    }

    /** The user's generated login, if that is what counts: one that was revoked gives way to what was added since. */
    private Optional<Login> generated(CredentialsScope scope, List<Login> logins) throws StartException {
        if (scope.isConfigured(protocol)) {
            return Optional.empty();
        }
        boolean isAdded = scope.file().isAdded(protocol, user);
        return logins.stream()
                .filter(login -> login.user().equals(user))
                .filter(login -> !(isAdded && scope.file().isRevoked(login.key())))
                .findFirst();
    }
}
