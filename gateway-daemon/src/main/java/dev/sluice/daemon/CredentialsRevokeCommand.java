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
            String place =
                    scope.configuredAt(protocol, user).orElseThrow(() -> CredentialsScope.unknown(protocol, user));
            throw new StartException(place + ": delete this entry of " + user + "; that " + CredentialsScope.EFFECT);
        }
        List<Login> generated = logins.stream()
                .filter(login -> login.user().equals(user))
                .filter(login -> !scope.file().isRevoked(login.key()))
                .toList();
        if (generated.isEmpty() && !scope.file().isAdded(protocol, user)) {
            throw CredentialsScope.unknown(protocol, user);
        }
        scope.file().remove(protocol, user);
        generated.forEach(login -> scope.file().revoke(login.key()));
        scope.file().write();
        Told.done("revoked", protocol, user, Optional.empty()).print(output);
        return 0;
    }
}
