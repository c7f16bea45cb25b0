package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Principal;
import dev.sluice.testkit.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentTokensTest {
    private static final List<VerifyingKey> NO_KEYS = List.of();

    private final ManualScheduler clock = new ManualScheduler();
    private final RecentTokens recent = new RecentTokens(clock);
    private final Bearer ada = bearer(Duration.ofDays(1));

    @Test
    void knowsATokenForAMinute() {
        recent.keep("valve", "token", ada, NO_KEYS);
        clock.advance(RecentTokens.TIME.minusMillis(1));
        assertThat(recent.find("valve", "token", NO_KEYS)).contains(ada);
        clock.advance(Duration.ofMillis(1));
        assertThat(recent.find("valve", "token", NO_KEYS)).isEmpty();
    }

    @Test
    void knowsNoneBeyondItsEnd() {
        Bearer brief = bearer(Duration.ofSeconds(10));
        recent.keep("valve", "token", brief, NO_KEYS);
        clock.advance(Duration.ofSeconds(10).minusMillis(1));
        assertThat(recent.find("valve", "token", NO_KEYS)).contains(brief);
        clock.advance(Duration.ofMillis(1));
        assertThat(recent.find("valve", "token", NO_KEYS)).isEmpty();
    }

    @Test
    void knowsATokenOnlyWhereItWasShown() {
        recent.keep("valve", "token", ada, NO_KEYS);
        assertThat(recent.find("placeos", "token", NO_KEYS)).isEmpty();
        assertThat(recent.find("valve", "Token", NO_KEYS)).isEmpty();
    }

    @Test
    void forgetsTheOneShownLeastRecentlyWhenThereAreTooMany() {
        for (int i = 0; i < RecentTokens.TOKENS; i++) {
            recent.keep("valve", "token-" + i, ada, NO_KEYS);
        }
        assertThat(recent.find("valve", "token-0", NO_KEYS)).isPresent();
        recent.keep("valve", "one more", ada, NO_KEYS);
        assertThat(recent.size()).isEqualTo(RecentTokens.TOKENS);
        assertThat(recent.find("valve", "token-0", NO_KEYS)).isPresent();
        assertThat(recent.find("valve", "token-1", NO_KEYS)).isEmpty();
    }

    @Test
    void doesNotKeepLongOnes() {
        recent.keep("valve", "x".repeat(RecentTokens.LENGTH + 1), ada, NO_KEYS);
        assertThat(recent.size()).isZero();
    }

    private Bearer bearer(Duration lifetime) {
        Instant expires = clock.instant().plus(lifetime);
        return new Bearer(new Principal("ada"), expires, Map.of());
    }
}
