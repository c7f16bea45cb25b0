package dev.sluice.daemon;

import dev.sluice.config.Config;
import dev.sluice.daemon.command.Output;
import dev.sluice.daemon.command.Texts;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Principal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code sluice token}: a bearer token signed with a gateway's secret; the gateway need not run. */
@Command(
        name = "token",
        description =
                "Prints a bearer token (JWT, HS256) signed with the gateway's secret, which is made if there is none"
                        + " yet.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TokenCommand implements Callable<Integer> {
    /** What options say already, and the rules need. */
    private static final List<String> OWN_CLAIMS = List.of("sub", "role", "iat", "exp");

    @Option(names = "--subject", paramLabel = "NAME", required = true, description = "Whom it speaks for.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String subject;

    @Mixin
    private final RoleOption role = new RoleOption();

    @Option(
            names = "--lifetime",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How long it is good for, such as 30s, 5m, 1h (default), 7d.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String lifetime;

    @Option(
            names = "--claim",
            paramLabel = "NAME=VALUE",
            description = "Something else that it says, such as realm=valve; a value that is JSON is taken as such.")
    private final Map<String, String> claims = new LinkedHashMap<>();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ConfigOptions options;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws StartException {
        GatewayConfig settings = options.read();
        if (!settings.problems().isEmpty()) {
            settings.problems().forEach(output.err()::println);
            return 1;
        }
        TokenConfig tokens = settings.tokens();
        Principal principal = new Principal(subject(), role.role());
        Duration time = lifetime();
        ObjectNode more = claims();
        if (!tokens.algorithms().contains(SignatureAlgorithm.HS256)) {
            throw new StartException("tokens.algorithms: " + tokens.algorithms()
                    + " (expected: HS256 among them, else the gateway would refuse its own token)");
        }
        byte[] secret = TokenSecret.open(tokens.secretFile(), settings.dataDirectory());
        Mint mint = new Mint(secret, tokens, InstantSource.system());
        String token = mint.token(principal, time, more);
        output.tell(Json.object().put("token", token).put("seconds", time.toSeconds()), token);
        return 0;
    }

    private String subject() throws StartException {
        if (!TokenRules.isSubject(subject)) {
            throw new StartException("--subject: " + subject.length()
                    + " characters (expected: 1..256, none of them a control character)");
        }
        return subject;
    }

    /** Read as the configuration reads durations. */
    private Duration lifetime() throws StartException {
        Config config = Config.empty(Map.of("SLUICE_LIFETIME", lifetime));
        Duration duration = config.duration("lifetime", Duration.ZERO, Duration.ofSeconds(1), Duration.ofDays(3650));
        if (!config.problems().isEmpty()) {
            throw new StartException("--lifetime: '" + lifetime + "' (expected: "
                    + config.problems().get(0).expected() + ")");
        }
        return duration;
    }

    private ObjectNode claims() throws StartException {
        ObjectNode more = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, String> claim : claims.entrySet()) {
            if (OWN_CLAIMS.contains(claim.getKey())) {
                throw new StartException("--claim: " + claim.getKey() + " (expected: not one of "
                        + String.join(", ", OWN_CLAIMS) + ", which other options say)");
            }
            more.set(claim.getKey(), Texts.typed(claim.getValue()));
        }
        return more;
    }
}
