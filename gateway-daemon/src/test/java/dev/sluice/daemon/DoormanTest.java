package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Principal.Role;
import dev.sluice.protocol.ProtocolProvider.Kind;
import dev.sluice.testkit.ManualScheduler;
import dev.sluice.transport.ConnectionLimits;
import dev.sluice.transport.GuessLimit;
import dev.sluice.transport.TransportConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
        ConnectionLimits limits = TransportConfig.read(
                        Config.parse("test", "transport: {limits: {wrong-credentials: 2}}", directory, Map.of()),
                        List.of())
                .limits();
        ManualScheduler clock = new ManualScheduler();
        doorman = Doorman.open(accounts, tokens, directory, clock, new GuessLimit(limits, clock));
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

    @Test
    void looksAtNothingMoreFromAnAddressThatWasWrongTooOften() {
        Authenticator far = doorman.from(address(1));
        assertThat(told(far.key("placeos", "another key of some length"))).isEmpty();
        assertThat(told(far.bearer("placeos", "no token"))).isEmpty();
        assertThat(far.key("placeos", KEY)).isCompletedExceptionally();
        assertThat(far.password("placeos", "ada", "right")).isCompletedExceptionally();
        assertThat(told(doorman.from(address(2)).key("placeos", KEY)))
                .isPresent();
    }

    private static <T> Optional<T> told(CompletionStage<Optional<T>> answer) {
        return answer.toCompletableFuture().join();
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
