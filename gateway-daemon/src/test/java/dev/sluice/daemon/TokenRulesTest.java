package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Principal.Role;
import dev.sluice.testkit.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TokenRulesTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ManualScheduler clock = new ManualScheduler(Instant.ofEpochSecond(1000));

    @Test
    void readsWhoItIsAndForHowLong() {
        Bearer bearer = judge("", "{'sub':'ada','exp':1060,'role':'administrator','n':[1]}")
                .orElseThrow();
        assertThat(bearer.principal()).isEqualTo(new Principal("ada", Role.ADMINISTRATOR));
        assertThat(bearer.expires()).isEqualTo(Instant.ofEpochSecond(1065));
        assertThat(bearer.claims()).containsOnlyKeys("sub", "exp", "role", "n");
    }

    @Test
    void takesAnUnknownRoleForThatOfAUser() {
        for (String role : new String[] {"'root'", "7", "null", "['administrator']", "'ADMINISTRATOR'"}) {
            assertThat(judge("", "{'sub':'ada','exp':1060,'role':" + role + "}"))
                    .map(Bearer::principal)
                    .contains(new Principal("ada"));
        }
    }

    @Test
    void allowsClocksToDifferALittle() {
        assertThat(judge("", "{'sub':'ada','exp':996}")).isPresent();
        assertThat(judge("", "{'sub':'ada','exp':995}")).isEmpty();
        assertThat(judge("", "{'sub':'ada','exp':2000,'nbf':1005}")).isPresent();
        assertThat(judge("", "{'sub':'ada','exp':2000,'nbf':1006}")).isEmpty();
        assertThat(judge("leeway: 30s", "{'sub':'ada','exp':971}")).isPresent();
        assertThat(judge("leeway: 0s", "{'sub':'ada','exp':1000}")).isEmpty();
        assertThat(judge("leeway: 0s", "{'sub':'ada','exp':1000.5}")).isPresent();
        clock.advance(Duration.ofSeconds(6));
        assertThat(judge("", "{'sub':'ada','exp':1000}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'sub':'ada'}",
                "{'exp':1060}",
                "{'sub':'','exp':1060}",
                "{'sub':7,'exp':1060}",
                "{'sub':'a\\nb','exp':1060}",
                "{'sub':'ada','exp':'1060'}",
                "{'sub':'ada','exp':null}",
                "{'sub':'ada','exp':-1}",
                "{'sub':'ada','exp':1e300}",
                "{'sub':'ada','exp':1700000000000}",
                "{'sub':'ada','exp':1060,'nbf':'soon'}",
                "{'sub':'ada','exp':1060,'nbf':null}"
            })
    void refusesWhatIsIncompleteOrOfTheWrongType(String claims) {
        assertThat(judge("", claims)).isEmpty();
    }

    @Test
    void heedsTheRealm() {
        assertThat(judge("", "{'sub':'ada','exp':1060,'realm':'valve'}")).isPresent();
        assertThat(judge("", "{'sub':'ada','exp':1060,'realm':['placeos','valve']}"))
                .isPresent();
        assertThat(judge("", "{'sub':'ada','exp':1060,'realm':'placeos'}")).isEmpty();
        assertThat(judge("", "{'sub':'ada','exp':1060,'realm':[]}")).isEmpty();
        assertThat(judge("", "{'sub':'ada','exp':1060,'realm':null}")).isEmpty();
        assertThat(judge("", "{'sub':'ada','exp':1060,'realm':{'valve':true}}")).isEmpty();
    }

    @Test
    void wantsIssuerAndAudienceIfTheyAreConfigured() {
        String wanted = "{issuer: us, audience: gateway}";
        assertThat(judge(wanted, "{'sub':'ada','exp':1060,'iss':'us','aud':'gateway'}"))
                .isPresent();
        assertThat(judge(wanted, "{'sub':'ada','exp':1060,'iss':'us','aud':['x','gateway']}"))
                .isPresent();
        assertThat(judge(wanted, "{'sub':'ada','exp':1060,'iss':'us','aud':'x'}"))
                .isEmpty();
        assertThat(judge(wanted, "{'sub':'ada','exp':1060,'iss':'them','aud':'gateway'}"))
                .isEmpty();
        assertThat(judge(wanted, "{'sub':'ada','exp':1060,'aud':'gateway'}")).isEmpty();
        assertThat(judge(wanted, "{'sub':'ada','exp':1060,'iss':'us'}")).isEmpty();
        assertThat(judge("", "{'sub':'ada','exp':1060,'iss':'them','aud':'x'}")).isPresent();
    }

    private Optional<Bearer> judge(String config, String claims) {
        TokenConfig tokens = TokenConfig.read(Config.parse("test", config, Path.of(""), Map.of()), Path.of(""));
        return new TokenRules(tokens, clock).judge((ObjectNode) JSON.readTree(claims.replace('\'', '"')), "valve");
    }
}
