package dev.sluice.daemon;

import dev.sluice.daemon.command.Output;
import dev.sluice.daemon.command.Output.Column;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.ProtocolProvider.Login;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;

/** {@code sluice credentials list}. */
@Command(
        name = "list",
        description = "Lists who may come in, by protocol, and where that is kept; never a secret or its hash.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  sluice credentials list", "  sluice credentials list valve --json"})
final class CredentialsListCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PROTOCOL", arity = "0..1", defaultValue = "", description = "Only of this protocol.")
    private String protocol = "";

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws StartException {
        CredentialsScope scope = CredentialsScope.open(options);
        ArrayNode rows = Json.object().putArray("credentials");
        if (protocol.isEmpty()) {
            for (Map.Entry<String, List<Login>> entry : scope.config().logins().entrySet()) {
                add(rows, scope, entry.getKey(), entry.getValue());
            }
        } else {
            add(rows, scope, protocol, scope.logins(protocol));
        }
        output.rows(
                rows,
                Column.of("PROTOCOL", "protocol"),
                Column.of("USER", "user"),
                Column.of("ROLE", "role"),
                Column.of("KIND", "kind"),
                Column.of("FROM", "from"));
        return 0;
    }

    private static void add(ArrayNode rows, CredentialsScope scope, String protocol, List<Login> logins)
            throws StartException {
        if (scope.isConfigured(protocol)) {
            for (Account account : scope.config().accounts().getOrDefault(protocol, List.of())) {
                add(
                        rows,
                        protocol,
                        account,
                        scope.configuredAt(protocol, account.user()).orElse("configuration"));
            }
            return;
        }
        for (Login login : logins) {
            String from = scope.file().isRevoked(login.key())
                    ? "revoked"
                    : scope.file().isGenerated(login.key()) ? "generated" : "made at the first start";
            add(rows, protocol, new Account(login.user(), login.role(), login.kind(), ""), from);
        }
        scope.file().added(protocol).forEach(account -> add(rows, protocol, account, "added"));
    }

    private static void add(ArrayNode rows, String protocol, Account account, String from) {
        rows.addObject()
                .put("protocol", protocol)
                .put("user", account.user())
                .put("role", account.role().wireName())
                .put("kind", account.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("from", from);
    }
}
