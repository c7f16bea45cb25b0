package dev.sluice.daemon;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import dev.sluice.device.Scheduler;
import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Principal;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks bearer tokens (JWT in compact form). What costs microseconds is done on the calling thread; public-key signatures
 * are checked on a small pool, and refused while too many wait. Safe for use by any thread.
 *
 * <p>The algorithm that a token names only ever chooses among those configured, each with keys of its own: HS256 is checked
 * with the gateway's secret and nothing else, so a public key is never taken for one.
 */
final class Bearers implements AutoCloseable {
    /** Longer tokens are not even looked at. */
    static final int MAX_LENGTH = 8 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Set<SignatureAlgorithm> algorithms;
    private final TokenRules rules;
    private final Optional<Mint> mint;
    private final List<VerifyingKey> fixed;
    private final Optional<PublishedKeys> published;
    private final ThreadPoolExecutor pool;
    private final RecentTokens recent;

    /**
     * For a test that brings its own parts.
     *
     * @param mint if HS256 is taken
     * @param pool closed with this
     */
    Bearers(
            TokenConfig config,
            Optional<Mint> mint,
            List<VerifyingKey> fixed,
            Optional<PublishedKeys> published,
            ThreadPoolExecutor pool,
            InstantSource clock) {
        this.algorithms = config.algorithms();
        this.rules = new TokenRules(config, clock);
        this.mint = mint;
        this.fixed = List.copyOf(fixed);
        this.published = published;
        this.pool = pool;
        this.recent = new RecentTokens(clock);
    }

    /** Reads secret and keys. A JWKS on the Web is only asked for: the start does not wait for somebody else's server. */
    static Bearers open(TokenConfig config, Path dataDirectory, Scheduler scheduler) throws StartException {
        Optional<Mint> mint = Optional.empty();
        if (config.algorithms().contains(SignatureAlgorithm.HS256)) {
            mint = Optional.of(new Mint(TokenSecret.open(config.secretFile(), dataDirectory), config, scheduler));
        }
        List<VerifyingKey> fixed = new ArrayList<>();
        for (Path file : config.publicKeys()) {
            fixed.add(PemKey.read(file));
        }
        ThreadPoolExecutor pool = Workers.named("sluice-tokens");
        Optional<PublishedKeys> published = Optional.empty();
        if (config.keySet().isPresent()) {
            published = Optional.of(published(config.keySet().get(), pool, scheduler));
        }
        return new Bearers(config, mint, fixed, published, pool, scheduler);
    }

    private static PublishedKeys published(TokenConfig.KeySet keySet, ThreadPoolExecutor pool, Scheduler scheduler)
            throws StartException {
        if (keySet instanceof TokenConfig.KeySet.Web web) {
            PublishedKeys keys =
                    new PublishedKeys(web.address().getHost(), KeySource.web(web.address()), pool, scheduler);
            keys.refetch();
            return keys;
        }
        Path file = ((TokenConfig.KeySet.File) keySet).path();
        PublishedKeys keys = new PublishedKeys(file.toString(), KeySource.file(file), pool, scheduler);
        keys.load();
        return keys;
    }

    /** As {@link dev.sluice.protocol.Authenticator#bearer}. */
    CompletionStage<Optional<Bearer>> check(String realm, String text) {
        List<VerifyingKey> keys = published.map(PublishedKeys::keys).orElse(fixed);
        Optional<Bearer> known = recent.find(realm, text, keys);
        return known.isPresent()
                ? CompletableFuture.completedFuture(known)
                : look(realm, text).thenApply(bearer -> {
                    bearer.ifPresent(good -> recent.keep(realm, text, good, keys));
                    return bearer;
                });
    }

    private CompletionStage<Optional<Bearer>> look(String realm, String text) {
        Optional<JWSObject> token = parse(text);
        Optional<SignatureAlgorithm> algorithm = token.flatMap(this::algorithm);
        // the claims first, though nobody vouches for them yet: a token that has expired needs no look at its signature
        Optional<Bearer> bearer = algorithm.flatMap(a -> claims(token.get())).flatMap(c -> rules.judge(c, realm));
        if (bearer.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (!algorithm.get().hasPublicKey()) {
            boolean genuine = mint.isPresent() && mint.get().made(token.get());
            return CompletableFuture.completedFuture(bearer.filter(b -> genuine));
        }
        try {
            return CompletableFuture.supplyAsync(() -> bearer.filter(b -> isSigned(token.get())), pool);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** As {@link dev.sluice.protocol.Authenticator#issue}. */
    Optional<String> issue(String realm, Principal principal, Duration lifetime) {
        return mint.map(own -> own.token(realm, principal, lifetime));
    }

    private static Optional<JWSObject> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(JWSObject.parse(text)); // it does not take "none"
        } catch (ParseException
                | RuntimeException e) { // a stranger's text: what surprises the parser is no token either
            return Optional.empty();
        }
    }

    /** The token's algorithm if it is accepted, and nothing else in the header must be understood (RFC 7515, "crit"). */
    private Optional<SignatureAlgorithm> algorithm(JWSObject token) {
        JWSHeader header = token.getHeader();
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            return Optional.empty();
        }
        return SignatureAlgorithm.named(header.getAlgorithm().getName()).filter(algorithms::contains);
    }

    private static Optional<ObjectNode> claims(JWSObject token) {
        try {
            return JSON.readTree(token.getPayload().toBytes()) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalStateException if nobody can tell yet, since keys are on their way */
    private boolean isSigned(JWSObject token) {
        if (fixed.stream().anyMatch(key -> key.fits(token) && key.signed(token))) {
            return true;
        }
        if (published.isEmpty()) {
            return false;
        }
        List<VerifyingKey> fit =
                published.get().keys().stream().filter(key -> key.fits(token)).toList();
        if (fit.isEmpty() && published.get().refetch()) {
            throw new IllegalStateException("the keys are being fetched");
        }
        return fit.stream().anyMatch(key -> key.signed(token));
    }

    @Override
    public void close() {
        published.ifPresent(PublishedKeys::close);
        pool.shutdownNow();
    }
}
