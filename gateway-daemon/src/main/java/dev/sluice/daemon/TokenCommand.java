package dev.sluice.daemon;

import dev.sluice.config.Config;
import dev.sluice.protocol.Principal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
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
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What options say already, and the rules need. */
    private static final List<String> OWN_CLAIMS = List.of("sub", "role", "iat", "exp");

    @Option(names = "--subject", paramLabel = "NAME", required = true, description = "Whom it speaks for.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String subject;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "user",
            description = "user (default), support or administrator.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String role;

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

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        GatewayConfig settings = options.read();
        if (!settings.problems().isEmpty()) {
            settings.problems().forEach(spec.commandLine().getErr()::println);
            return 1;
        }
        TokenConfig tokens = settings.tokens();
        Principal principal = new Principal(subject(), role());
        Duration time = lifetime();
        ObjectNode more = claims();
        if (!tokens.algorithms().contains(SignatureAlgorithm.HS256)) {
            throw new StartException("tokens.algorithms: " + tokens.algorithms()
                    + " (expected: HS256 among them, else the gateway would refuse its own token)");
        }
        byte[] secret = TokenSecret.open(tokens.secretFile(), settings.dataDirectory());
        Mint mint = new Mint(secret, tokens, InstantSource.system());
        spec.commandLine().getOut().println(mint.token(principal, time, more));
        return 0;
    }

    private String subject() throws StartException {
        if (!TokenRules.isSubject(subject)) {
            throw new StartException("--subject: " + subject.length()
                    + " characters (expected: 1..256, none of them a control character)");
        }
        return subject;
    }

    private Principal.Role role() throws StartException {
        Optional<Principal.Role> known = Principal.Role.named(role);
        if (known.isEmpty()) {
            throw new StartException("--role: '" + role + "' (expected: one of "
                    + String.join(
                            ", ",
                            Stream.of(Principal.Role.values())
                                    .map(Principal.Role::wireName)
                                    .toList())
                    + ")");
        }
        return known.get();
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
            more.set(claim.getKey(), value(claim.getValue()));
        }
        return more;
    }

    private static JsonNode value(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.isMissingNode() ? JsonNodeFactory.instance.stringNode(text) : json;
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.stringNode(text);
        }
    }
}
