package dev.sluice.daemon;

import dev.sluice.protocol.Principal;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What somebody may do. */
final class RoleOption {
    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "user",
            description = "user (default), support or administrator.")
    private String role = "";

    Principal.Role role() throws StartException {
        return Principal.Role.named(role)
                .orElseThrow(() -> new StartException("--role: '" + role + "' (expected: one of "
                        + Stream.of(Principal.Role.values())
                                .map(Principal.Role::wireName)
                                .collect(Collectors.joining(", "))
                        + ")"));
    }
}
