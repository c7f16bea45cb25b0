package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Principal;
import dev.sluice.protocol.ProtocolProvider.Kind;
import dev.sluice.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final Principal ADA = new Principal("ada", Principal.Role.SUPPORT);
    private static final Account ADA_S_ACCOUNT = new Account("ada", ADA.role(), Kind.PASSWORD, "hash of right");
    private static final Account ADA_S_KEY = new Account("ada", ADA.role(), Kind.API_KEY, "hash of a key");

    private final ManualScheduler clock = new ManualScheduler();
    private final List<String> checked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch gate = new CountDownLatch(1);
    private boolean gated;

    private final Passwords passwords =
            new Passwords(Map.of("valve", List.of(ADA_S_ACCOUNT, ADA_S_KEY)), this::matches, "hash of nobody", clock);

    private boolean matches(String password, String hash) {
        checked.add(hash);
        if (gated) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return hash.equals("hash of " + password);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        passwords.close();
    }

    @Test
    void knowsTheRightPassword() {
        assertThat(ask("valve", "ada", "right")).contains(ADA);
        assertThat(ask("valve", "ada", "wrong")).isEmpty();
        assertThat(ask("placeos", "ada", "right")).isEmpty();
    }

    @Test
    void takesNoKeyForAPassword() {
        assertThat(ask("valve", "ada", "a key")).isEmpty();
        assertThat(checked).containsExactly("hash of right");
    }

    @Test
    void checksAHashForUsersThatDoNotExistAndNeverLetsThemIn() {
        assertThat(ask("valve", "bob", "nobody")).isEmpty();
        assertThat(checked).containsExactly("hash of nobody");
    }

    @Test
    void remembersARightPasswordForAWhile() {
        for (int i = 0; i < 100; i++) {
            assertThat(ask("valve", "ada", "right")).contains(ADA);
        }
        assertThat(checked).hasSize(1);
        clock.advance(Duration.ofMinutes(5));
        assertThat(ask("valve", "ada", "right")).contains(ADA);
        assertThat(checked).hasSize(2);
    }

    @Test
    void remembersNoWrongPassword() {
        ask("valve", "ada", "wrong");
        ask("valve", "ada", "wrong");
        assertThat(checked).hasSize(2);
    }

    @Test
    void refusesToQueueWithoutBound() {
        gated = true;
        List<CompletableFuture<Optional<Principal>>> asked = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            asked.add(passwords.check("valve", "ada", "wrong " + i).toCompletableFuture());
        }
        long refused = asked.stream()
                .filter(CompletableFuture::isCompletedExceptionally)
                .filter(answer -> failure(answer) instanceof RejectedExecutionException)
                .count();
        assertThat(refused).isBetween(42L, 44L);
    }

    @Test
    void hashesForReal() {
        String hash = PasswordHash.of("über 72 is too much, this is not");
        assertThat(PasswordHash.isHash(hash)).isTrue();
        assertThat(PasswordHash.matches("über 72 is too much, this is not", hash))
                .isTrue();
        assertThat(PasswordHash.matches("other", hash)).isFalse();
        assertThat(PasswordHash.matches("", PasswordHash.OF_NOBODY)).isFalse();
        assertThat(PasswordHash.isUsable("x".repeat(72))).isTrue();
        assertThat(PasswordHash.isUsable("x".repeat(73))).isFalse();
        assertThat(PasswordHash.matches("x".repeat(73), PasswordHash.of("x".repeat(72))))
                .isFalse();
        assertThat(PasswordHash.matches("x".repeat(73), PasswordHash.of(""))).isFalse();
    }

    private static Throwable failure(CompletableFuture<?> answer) {
        try {
            answer.join();
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private Optional<Principal> ask(String realm, String user, String password) {
        return passwords.check(realm, user, password).toCompletableFuture().join();
    }
}
