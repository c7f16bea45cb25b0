package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Principal.Role;
import dev.sluice.protocol.ProtocolProvider.Kind;
import dev.sluice.testkit.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoormanTest {
    private static final String KEY = "a key of some length";

    @TempDir
    private Path directory;

    private Doorman doorman;

    @BeforeEach
    void open() throws StartException {
        Map<String, List<Account>> accounts = Map.of(
                "placeos",
                List.of(
                        new Account("ada", Role.ADMINISTRATOR, Kind.PASSWORD, PasswordHash.of("right")),
                        new Account("panel", Role.USER, Kind.API_KEY, KeyHash.of(KEY))));
        TokenConfig tokens = TokenConfig.read(Config.empty(Map.of()), directory);
        doorman = Doorman.open(accounts, tokens, directory, new ManualScheduler());
    }

    @AfterEach
    void close() {
        doorman.close();
    }

    @Test
    void asksWhoeverKnows() {
        Principal ada = new Principal("ada", Role.ADMINISTRATOR);
        assertThat(told(doorman.password("placeos", "ada", "right"))).contains(ada);
        assertThat(told(doorman.key("placeos", KEY))).contains(new Principal("panel"));
        String token = doorman.issue("placeos", ada, Duration.ofHours(1)).orElseThrow();
        assertThat(told(doorman.bearer("placeos", token)))
                .map(Bearer::principal)
                .contains(ada);
    }

    @Test
    void takesNoSecretForOneOfAnotherKind() {
        assertThat(told(doorman.password("placeos", "panel", KEY))).isEmpty();
        assertThat(told(doorman.key("placeos", "right"))).isEmpty();
        assertThat(told(doorman.bearer("placeos", KEY))).isEmpty();
    }

    private static <T> Optional<T> told(CompletionStage<Optional<T>> answer) {
        return answer.toCompletableFuture().join();
    }
}
