package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.Config;
import dev.sluice.protocol.TooManyGuessesException;
import dev.sluice.testkit.ManualScheduler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class GuessLimitTest {
    private static final String STRANGER = "192.0.2.1";

    private final ManualScheduler clock = new ManualScheduler();

    @Test
    void looksAtNothingFromAnAddressThatWasWrongTooOftenRightOrWrong() {
        GuessLimit limit = limit("wrong-credentials: 3");
        assertThat(guess(limit, STRANGER, 3)).isEqualTo("wrong");
        assertThat(ask(limit, STRANGER, true)).isEqualTo("wait PT20S");
        assertThat(ask(limit, "192.0.2.2", true)).isEqualTo("right");
        assertThat(limit.wrong()).isEqualTo(3);
        assertThat(limit.refused()).isEqualTo(1);
    }

    @Test
    void givesOneMoreTryForEachPartOfTheMinuteThatHasPassed() {
        GuessLimit limit = limit("wrong-credentials: 3");
        guess(limit, STRANGER, 3);
        clock.advance(Duration.ofSeconds(19));
        assertThat(ask(limit, STRANGER, true)).isEqualTo("wait PT1S");
        clock.advance(Duration.ofSeconds(1));
        assertThat(ask(limit, STRANGER, false)).isEqualTo("wrong");
        assertThat(ask(limit, STRANGER, true)).isEqualTo("wait PT20S");
        clock.advance(Duration.ofMinutes(1));
        assertThat(guess(limit, STRANGER, 3)).isEqualTo("wrong");
    }

    @Test
    void doesNotMindWhoIsRightHoweverOften() {
        GuessLimit limit = limit("wrong-credentials: 1");
        for (int i = 0; i < 1000; i++) {
            assertThat(ask(limit, STRANGER, true)).isEqualTo("right");
        }
    }

    @Test
    void takesANetworkOf64BitsForOneAddress() {
        GuessLimit limit = limit("wrong-credentials: 1");
        guess(limit, "2001:db8::1", 1);
        assertThat(ask(limit, "2001:db8::2", true)).startsWith("wait");
        assertThat(ask(limit, "2001:db8:0:1::1", true)).isEqualTo("right");
    }

    @Test
    void leavesLoopbackAloneUnlessToldOtherwiseAndEverybodyIfTold() {
        assertThat(guess(limit("wrong-credentials: 1"), "127.0.0.1", 10)).isEqualTo("wrong");
        assertThat(guess(limit("wrong-credentials: 1, wrong-credentials-exempt: []"), "127.0.0.1", 10))
                .isEqualTo("wait PT1M");
        GuessLimit none = limit("wrong-credentials: 0");
        assertThat(guess(none, STRANGER, 100)).isEqualTo("wrong");
        assertThat(none.wrong()).isEqualTo(100);
    }

    @Test
    void makesThoseThatWereUnderWayTogetherWaitNoLongerThanAMinute() {
        GuessLimit limit = limit("wrong-credentials: 1");
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        for (int i = 0; i < 100; i++) {
            limit.judge(address(STRANGER), () -> answer);
        }
        answer.complete(Optional.empty());
        assertThat(ask(limit, STRANGER, true)).isEqualTo("wait PT1M");
    }

    @Test
    void forgetsWhoWasWrongLongestAgoWhenThereAreTooMany() {
        GuessLimit limit = limit("wrong-credentials: 1");
        guess(limit, "10.255.0.1", 1);
        guess(limit, "10.255.0.2", 1);
        for (int i = 0; i < GuessLimit.ADDRESSES - 1; i++) {
            guess(limit, "10.0." + i / 256 + "." + i % 256, 1);
        }
        assertThat(limit.addresses()).isEqualTo(GuessLimit.ADDRESSES);
        assertThat(ask(limit, "10.255.0.1", true)).isEqualTo("right");
        assertThat(ask(limit, "10.255.0.2", true)).startsWith("wait");
    }

    @Test
    void countsNothingThatNobodyCouldJudge() {
        GuessLimit limit = limit("wrong-credentials: 1");
        limit.judge(address(STRANGER), () -> CompletableFuture.failedFuture(new IllegalStateException("busy")));
        assertThat(ask(limit, STRANGER, true)).isEqualTo("right");
    }

    @Test
    void countsWhatIsLookedAtAtOnceLikeAnythingElse() {
        GuessLimit limit = limit("wrong-credentials: 2");
        assertThat(limit.look(address(STRANGER), Optional::empty)).isEmpty();
        assertThat(ask(limit, STRANGER, false)).isEqualTo("wrong");
        assertThat(ask(limit, STRANGER, true)).isEqualTo("wait PT30S");
        assertThatThrownBy(() -> limit.look(address(STRANGER), () -> Optional.of("ada")))
                .isInstanceOf(TooManyGuessesException.class);
        clock.advance(Duration.ofSeconds(30));
        assertThat(limit.look(address(STRANGER), () -> Optional.of("ada"))).contains("ada");
        assertThat(limit.wrong()).isEqualTo(2);
        assertThat(limit.refused()).isEqualTo(2);
    }

    /** The answer to the last of several wrong ones. */
    private static String guess(GuessLimit limit, String from, int times) {
        String answer = "";
        for (int i = 0; i < times; i++) {
            answer = ask(limit, from, false);
        }
        return answer;
    }

    private static String ask(GuessLimit limit, String from, boolean right) {
        Optional<String> owner = right ? Optional.of("ada") : Optional.empty();
        try {
            return limit.judge(address(from), () -> CompletableFuture.completedFuture(owner))
                    .toCompletableFuture()
                    .join()
                    .map(name -> "right")
                    .orElse("wrong");
        } catch (CompletionException e) {
            return e.getCause() instanceof TooManyGuessesException wait ? "wait " + wait.retryAfter() : e.toString();
        }
    }

    private GuessLimit limit(String limits) {
        Config config = Config.parse("test", limits.replace(", ", "\n"), Path.of(""), Map.of());
        return new GuessLimit(ConnectionLimits.read(config), clock);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
