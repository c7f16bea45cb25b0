package dev.sluice.daemon;

import dev.sluice.daemon.command.Output;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.ProtocolProvider.Login;
import java.util.ArrayList;
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
        List<List<String>> rows = new ArrayList<>();
        if (protocol.isEmpty()) {
            for (Map.Entry<String, List<Login>> entry : scope.config().logins().entrySet()) {
                add(rows, scope, entry.getKey(), entry.getValue());
            }
        } else {
            add(rows, scope, protocol, scope.logins(protocol));
        }
        if (output.isJson()) {
            output.json(json(rows));
        } else {
            output.table(List.of("PROTOCOL", "USER", "ROLE", "KIND", "FROM"), rows);
        }
        return 0;
    }

    private static void add(List<List<String>> rows, CredentialsScope scope, String protocol, List<Login> logins)
            throws StartException {
        if (scope.isConfigured(protocol)) {
            scope.config()
                    .accounts()
                    .getOrDefault(protocol, List.of())
                    .forEach(account -> rows.add(row(
                            protocol,
                            account,
                            scope.configuredAt(protocol, account.user()).orElse("configuration"))));
            return;
        }
        for (Login login : logins) {
            String from = scope.file().isRevoked(login.key())
                    ? "revoked"
                    : scope.file().isGenerated(login.key()) ? "generated" : "made at the first start";
            rows.add(row(protocol, new Account(login.user(), login.role(), login.kind(), ""), from));
        }
        scope.file().added(protocol).forEach(account -> rows.add(row(protocol, account, "added")));
    }

    private static List<String> row(String protocol, Account account, String from) {
        String kind = account.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return List.of(protocol, account.user(), account.role().wireName(), kind, from);
    }

    private static ArrayNode json(List<List<String>> rows) {
        ArrayNode all = Json.object().putArray("credentials");
        rows.forEach(row -> all.addObject()
                .put("protocol", row.get(0))
                .put("user", row.get(1))
                .put("role", row.get(2))
                .put("kind", row.get(3))
                .put("from", row.get(4)));
        return all;
    }
}
