package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.sluice.config.Config;
import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Principal.Role;
import dev.sluice.testkit.ManualScheduler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearersTest {
    private static final Issuer ISSUER = new Issuer("a");
    private static final Issuer STRANGER = new Issuer("a"); // the same key ids, other keys
    private static final byte[] SECRET = "a secret of thirty-two bytes or more".getBytes(StandardCharsets.US_ASCII);
    private static final String ADA = "{\"sub\":\"ada\",\"exp\":1060}";
    private static final String LATE = "{\"sub\":\"ada\",\"exp\":900}";

    private final ManualScheduler clock = new ManualScheduler(Instant.ofEpochSecond(1000));

    @TempDir
    private Path directory;

    @Test
    void takesATokenSignedWithTheSecret() throws Exception {
        try (Bearers bearers = open("")) {
            CompletableFuture<Optional<Bearer>> answer =
                    bearers.check("valve", Issuer.hs256(SECRET, ADA)).toCompletableFuture();
            assertThat(answer).as("at once").isDone();
            assertThat(answer.join()).map(Bearer::principal).contains(new Principal("ada"));
            assertThat(ask(bearers, Issuer.hs256(SECRET, LATE))).isEmpty();
        }
    }

    @Test
    void refusesForgedTokens() throws Exception {
        String good = Issuer.hs256(SECRET, ADA);
        String other = Issuer.hs256(SECRET, "{\"sub\":\"eve\",\"exp\":1060}");
        String[] parts = good.split("\\.");
        String[] others = other.split("\\.");
        try (Bearers bearers = open("")) {
            assertThat(ask(bearers, parts[0] + "." + others[1] + "." + parts[2]))
                    .isEmpty();
            assertThat(ask(bearers, parts[0] + "." + parts[1] + "." + others[2]))
                    .isEmpty();
            assertThat(ask(bearers, parts[0] + "." + parts[1] + ".")).isEmpty();
            assertThat(ask(bearers, parts[0] + "." + parts[1])).isEmpty();
            byte[] wrong = "another secret of thirty-two bytes or more".getBytes(StandardCharsets.US_ASCII);
            assertThat(ask(bearers, Issuer.hs256(wrong, ADA))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":\"\"}",
                "{\"alg\":null}",
                "{}",
                "{\"alg\":7}",
                "{\"alg\":\"HS256\",\"crit\":null,\"jwk\":7}",
                "{\"alg\":\"HS256\",\"jwk\":null,\"x5c\":[null],\"crit\":[null]}",
                "null",
                "[]",
                "",
                "no JSON"
            })
    void refusesTokensWithoutAnAlgorithm(String header) throws Exception {
        try (Bearers bearers = open("")) {
            String signature = Issuer.hs256(SECRET, ADA).split("\\.")[2];
            assertThat(ask(bearers, base64(header) + "." + base64(ADA) + ".")).isEmpty();
            assertThat(ask(bearers, base64(header) + "." + base64(ADA) + "." + signature))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a.b.c",
                "=.=.=",
                "eyJhbGciOiJIUzI1NiJ9..",
                "ü.ü.ü",
                "eyJhbGciOiJIUzI1NiJ9.bm8gSlNPTg.AAAA"
            })
    void refusesWhatIsNoToken(String text) throws Exception {
        try (Bearers bearers = open("")) {
            assertThat(ask(bearers, text)).isEmpty();
        }
    }

    @Test
    void refusesHeadersThatAskForMore() throws Exception {
        try (Bearers bearers = open("")) {
            JWSHeader critical = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .criticalParams(Set.of("b64"))
                    .base64URLEncodePayload(true)
                    .build();
            assertThat(ask(bearers, Issuer.hs256(SECRET, critical, ADA))).isEmpty();
        }
    }

    @Test
    void refusesClaimsThatAreSaidTwice() throws Exception {
        try (Bearers bearers = open("")) {
            assertThat(ask(bearers, Issuer.hs256(SECRET, "{\"sub\":\"ada\",\"sub\":\"eve\",\"exp\":1060}")))
                    .isEmpty();
            assertThat(ask(bearers, Issuer.hs256(SECRET, "[]"))).isEmpty();
        }
    }

    @Test
    void refusesTokensThatAreTooLong() throws Exception {
        try (Bearers bearers = open("")) {
            assertThat(ask(bearers, Issuer.hs256(SECRET, padded(5000)))).isPresent();
            assertThat(ask(bearers, Issuer.hs256(SECRET, padded(8000)))).isEmpty();
        }
    }

    @Test
    void takesTokensSignedWithKeysOfFiles() throws Exception {
        Files.writeString(directory.resolve("rsa.pem"), ISSUER.rsaPem());
        Files.writeString(directory.resolve("ec.pem"), ISSUER.ecPem());
        try (Bearers bearers = open("{algorithms: [RS256, ES256], public-keys: [rsa.pem, ec.pem]}")) {
            assertThat(ask(bearers, ISSUER.rs256(ADA))).isPresent();
            assertThat(ask(bearers, ISSUER.rs256WithoutKeyId(ADA))).isPresent();
            assertThat(ask(bearers, ISSUER.es256(ADA))).isPresent();
            assertThat(ask(bearers, ISSUER.es256(LATE))).isEmpty();
            assertThat(ask(bearers, STRANGER.rs256(ADA))).isEmpty();
            assertThat(ask(bearers, STRANGER.es256(ADA))).isEmpty();
        }
    }

    @Test
    void takesTokensSignedWithKeysOfAKeySet() throws Exception {
        Files.writeString(directory.resolve("jwks.json"), ISSUER.jwks());
        try (Bearers bearers = open("{algorithms: [RS256, ES256], jwks: jwks.json}")) {
            assertThat(ask(bearers, ISSUER.rs256(ADA))).isPresent();
            assertThat(ask(bearers, ISSUER.rs256WithoutKeyId(ADA))).isPresent();
            assertThat(ask(bearers, ISSUER.es256(ADA))).isPresent();
            assertThat(ask(bearers, STRANGER.rs256(ADA))).isEmpty();
            assertThat(ask(bearers, STRANGER.es256(ADA))).isEmpty();
        }
    }

    @Test
    void acceptsExactlyTheConfiguredAlgorithms() throws Exception {
        Files.writeString(directory.resolve("jwks.json"), ISSUER.jwks());
        try (Bearers bearers = open("{algorithms: [ES256], jwks: jwks.json}")) {
            assertThat(ask(bearers, ISSUER.es256(ADA))).isPresent();
            assertThat(ask(bearers, ISSUER.rs256(ADA))).isEmpty();
            assertThat(ask(bearers, ISSUER.rs512(ADA))).isEmpty();
            assertThat(ask(bearers, Issuer.hs256(SECRET, ADA))).isEmpty();
        }
    }

    @Test
    void takesNoPublicKeyForASecret() throws Exception {
        Files.writeString(directory.resolve("rsa.pem"), ISSUER.rsaPem());
        for (String algorithms : new String[] {"[RS256]", "[HS256, RS256]"}) {
            try (Bearers bearers = open("{algorithms: " + algorithms + ", public-keys: rsa.pem}")) {
                byte[] pem = ISSUER.rsaPem().getBytes(StandardCharsets.US_ASCII);
                assertThat(ask(bearers, ISSUER.rs256(ADA))).isPresent();
                assertThat(ask(bearers, Issuer.hs256(pem, ADA))).isEmpty();
                assertThat(ask(bearers, Issuer.hs256(ISSUER.rsaKey().getEncoded(), ADA)))
                        .isEmpty();
            }
        }
    }

    @Test
    void issuesTokensForOneRealmThatItTakesItself() throws Exception {
        try (Bearers bearers = open("{issuer: us, audience: gateway}")) {
            Principal ada = new Principal("ada", Role.SUPPORT);
            String token = bearers.issue("placeos", ada, Duration.ofMinutes(5)).orElseThrow();
            Bearer bearer =
                    bearers.check("placeos", token).toCompletableFuture().join().orElseThrow();
            assertThat(bearer.principal()).isEqualTo(ada);
            assertThat(bearer.expires()).isEqualTo(Instant.ofEpochSecond(1305));
            assertThat(ask(bearers, token)).as("in another realm").isEmpty();
            clock.advance(Duration.ofSeconds(305));
            assertThat(bearers.check("placeos", token).toCompletableFuture().join())
                    .isEmpty();
        }
    }

    @Test
    void issuesNoneWithoutASecret() throws Exception {
        Files.writeString(directory.resolve("rsa.pem"), ISSUER.rsaPem());
        try (Bearers bearers = open("{algorithms: RS256, public-keys: rsa.pem}")) {
            assertThat(bearers.issue("valve", new Principal("ada"), Duration.ofMinutes(5)))
                    .isEmpty();
        }
    }

    @Test
    void refusesToQueueWithoutBound() throws Exception {
        Files.writeString(directory.resolve("rsa.pem"), ISSUER.rsaPem());
        VerifyingKey key = PemKey.read(directory.resolve("rsa.pem"));
        ThreadPoolExecutor pool = Workers.named("test");
        TokenConfig config = config("{algorithms: RS256, public-keys: rsa.pem}");
        CountDownLatch gate = new CountDownLatch(1);
        try (Bearers bearers = new Bearers(config, Optional.empty(), List.of(key), Optional.empty(), pool, clock)) {
            for (int i = 0; i < 2; i++) {
                pool.execute(() -> await(gate));
            }
            String token = ISSUER.rs256(ADA);
            List<CompletableFuture<Optional<Bearer>>> asked = new ArrayList<>();
            for (int i = 0; i < 257; i++) {
                asked.add(bearers.check("valve", token).toCompletableFuture());
            }
            assertThatThrownBy(() -> asked.get(256).join()).hasCauseInstanceOf(RejectedExecutionException.class);
            gate.countDown();
            assertThat(asked.get(255).join()).isPresent();
        }
    }

    @Test
    void cannotTellWhileKeysAreOnTheirWay() throws Exception {
        ThreadPoolExecutor pool = Workers.named("test");
        List<Runnable> fetches = new ArrayList<>();
        List<String> answers = new ArrayList<>(List.of(ISSUER.jwks()));
        PublishedKeys published = new PublishedKeys("test", () -> answers.remove(0), fetches::add, clock);
        TokenConfig config = config("{algorithms: RS256, jwks: 'https://issuer.test/keys'}");
        try (Bearers bearers = new Bearers(config, Optional.empty(), List.of(), Optional.of(published), pool, clock)) {
            String token = ISSUER.rs256(ADA);
            assertThatThrownBy(() -> ask(bearers, token)).isInstanceOf(CompletionException.class);
            fetches.remove(0).run();
            assertThat(ask(bearers, token)).isPresent();
            assertThat(ask(bearers, new Issuer("unknown").rs256(ADA))).isEmpty();
            assertThat(fetches).as("a second one within a minute").isEmpty();
        }
    }

    @Test
    void knowsATokenAgainButNotBeyondItsEndNorInAnotherRealm() throws Exception {
        String token = Issuer.hs256(SECRET, "{\"sub\":\"ada\",\"exp\":1030,\"realm\":\"valve\"}");
        try (Bearers bearers = open("")) {
            Bearer first = ask(bearers, token).orElseThrow();
            clock.advance(Duration.ofSeconds(1));
            assertThat(ask(bearers, token).orElseThrow()).isSameAs(first);
            assertThat(bearers.check("placeos", token).toCompletableFuture().join())
                    .isEmpty();
            assertThat(ask(bearers, token + "A")).isEmpty();
            clock.advance(Duration.between(clock.instant(), first.expires()));
            assertThat(ask(bearers, token)).isEmpty();
        }
    }

    @Test
    void doesNotTakeATokenOnceItsKeyIsPublishedNoMore() throws Exception {
        ThreadPoolExecutor pool = Workers.named("test");
        List<Runnable> fetches = new ArrayList<>();
        List<String> answers = new ArrayList<>(List.of(ISSUER.jwks(), new Issuer("b").jwks()));
        PublishedKeys published = new PublishedKeys("test", () -> answers.remove(0), fetches::add, clock);
        TokenConfig config = config("{algorithms: RS256, jwks: 'https://issuer.test/keys'}");
        try (Bearers bearers = new Bearers(config, Optional.empty(), List.of(), Optional.of(published), pool, clock)) {
            String token = ISSUER.rs256("{\"sub\":\"ada\",\"exp\":9000}");
            published.refetch();
            fetches.remove(0).run();
            clock.advance(Duration.ofSeconds(59));
            assertThat(ask(bearers, token)).isPresent();
            clock.advance(Duration.ofSeconds(1)); // less than a token that is known again would last
            published.refetch();
            fetches.remove(0).run();
            assertThat(ask(bearers, token)).isEmpty();
        }
    }

    private Bearers open(String yaml) throws StartException, IOException {
        Files.write(directory.resolve(TokenConfig.SECRET_FILE), SECRET);
        return Bearers.open(config(yaml), directory, clock);
    }

    private TokenConfig config(String yaml) {
        Config section = Config.parse("test", yaml, directory, Map.of());
        TokenConfig config = TokenConfig.read(section, directory);
        assertThat(section.problems()).isEmpty();
        return config;
    }

    private static Optional<Bearer> ask(Bearers bearers, String token) {
        return bearers.check("valve", token).toCompletableFuture().join();
    }

    private static String padded(int length) {
        return "{\"sub\":\"ada\",\"exp\":1060,\"x\":\"" + "x".repeat(length) + "\"}";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
