package dev.sluice.daemon;

import dev.sluice.daemon.command.Output;
import dev.sluice.protocol.ProtocolProvider.Login;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice credentials revoke}. */
@Command(
        name = "revoke",
        description =
                "Lets a user in no more, with none of its secrets. Who is in stays in: see 'sluice sessions close'.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  sluice credentials revoke valve ada")
final class CredentialsRevokeCommand implements Callable<Integer> {
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
        List<Login> logins = scope.logins(protocol);
        if (scope.isConfigured(protocol)) {
            Optional<String> place = scope.configuredAt(protocol, user);
            throw new StartException(
                    place.map(where -> where + ": delete this entry of " + user + "; that " + CredentialsScope.EFFECT)
                            .orElse(unknown()));
        }
        boolean found = scope.file().added(protocol).stream()
                .anyMatch(account -> account.user().equals(user));
        scope.file().remove(protocol, user);
        for (Login login : logins) {
            if (login.user().equals(user) && !scope.file().isRevoked(login.key())) {
                scope.file().revoke(login.key());
                found = true;
            }
        }
        if (!found) {
            throw new StartException(unknown());
        }
        scope.file().write();
        new Told("revoked", protocol, user, Optional.empty(), Optional.empty(), CredentialsScope.EFFECT).print(output);
        return 0;
    }

    private String unknown() {
        return "USER: no '" + user + "' (expected: one of 'sluice credentials list " + protocol + "')";
    }
}
