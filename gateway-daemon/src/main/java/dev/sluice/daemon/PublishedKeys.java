package dev.sluice.daemon;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import dev.sluice.device.Excerpt;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys of a JWKS, cached. They are fetched on the executor given, now and then and when somebody names a key that is not
 * there, but at most once a minute; a fetch that fails leaves those there are. Safe for use by any thread, never blocks.
 */
final class PublishedKeys implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PublishedKeys.class);
    private static final Duration REST = Duration.ofMinutes(1);
    private static final Duration FRESH = Duration.ofMinutes(15);

    /** Each may have to be tried for a token that names none. */
    private static final int MAX_KEYS = 64;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String name;
    private final KeySource source;
    private final Executor executor;
    private final Scheduler scheduler;
    private volatile List<VerifyingKey> keys = List.of();
    private boolean known;
    private boolean fetching;
    private boolean closed;
    private Instant mayFetchFrom = Instant.MIN;
    private Registration next = () -> {};

    /** @param name what logs call the source */
    PublishedKeys(String name, KeySource source, Executor executor, Scheduler scheduler) {
        this.name = name;
        this.source = source;
        this.executor = executor;
        this.scheduler = scheduler;
    }

    /** Reads them at once, on the calling thread: for sources that are there when the gateway starts. */
    void load() throws StartException {
        try {
            List<VerifyingKey> read = parse(source.read());
            if (read.isEmpty()) {
                throw new StartException("tokens.jwks: " + name + ": found no key that is fit"
                        + " (expected: RSA of 2048 bits or more or EC P-256, for signatures)");
            }
            fetched(read);
        } catch (IOException e) {
            throw new StartException("tokens.jwks: " + name + ": " + reason(e) + " (expected: a JWKS)");
        }
    }

    List<VerifyingKey> keys() {
        return keys;
    }

    /**
     * Fetches them again, if nobody does and it is time.
     *
     * @return whether there may soon be others: they are on their way, or there never were any
     */
    synchronized boolean refetch() {
        if (closed || fetching) {
            return fetching;
        }
        Instant now = scheduler.instant();
        if (now.isBefore(mayFetchFrom)) {
            return !known;
        }
        mayFetchFrom = now.plus(REST);
        fetching = true;
        try {
            executor.execute(this::fetch);
        } catch (RejectedExecutionException e) { // too busy: the next who asks tries again
            fetching = false;
            mayFetchFrom = now;
            again(REST);
        }
        return true;
    }

    private void fetch() {
        try {
            fetched(parse(source.read()));
        } catch (IOException | RuntimeException e) {
            log.warn("JWKS {}: {}; keeping {} keys", name, reason(e), keys.size());
            failed();
        }
    }

    private synchronized void fetched(List<VerifyingKey> fresh) {
        keys = fresh;
        known = true;
        fetching = false;
        log.info("JWKS {}: {} keys", name, fresh.size());
        again(FRESH);
    }

    private synchronized void failed() {
        fetching = false;
        again(REST);
    }

    private void again(Duration delay) {
        next.close();
        if (!closed) {
            next = scheduler.after(delay, this::refetch);
        }
    }

    /** Key by key, so that one that is damaged, or of a kind yet to be invented, does not take the others with it. */
    private List<VerifyingKey> parse(String json) throws IOException {
        try {
            JsonNode set = JSON.readTree(json).path("keys");
            if (set.isArray()) {
                return set.valueStream()
                        .filter(JsonNode::isObject)
                        .flatMap(this::key)
                        .limit(MAX_KEYS)
                        .toList();
            }
        } catch (JacksonException e) {
            // told below; what the parser says may quote the document
        }
        throw new IOException("found no JSON object with an array 'keys'");
    }

    /** None for a key of no use here: a set may hold keys for other purposes. */
    private Stream<VerifyingKey> key(JsonNode element) {
        try {
            JWK jwk = JWK.parse(element.toString());
            return jwk instanceof AsymmetricJWK pair && isForSignatures(jwk) ? key(jwk, pair) : Stream.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            log.info(
                    "JWKS {}: not using key {}",
                    name,
                    Excerpt.of(element.path("kid").asString("")));
            return Stream.empty();
        }
    }

    private static boolean isForSignatures(JWK jwk) {
        return jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
    }

    private static Stream<VerifyingKey> key(JWK jwk, AsymmetricJWK pair) throws JOSEException {
        VerifyingKey key = VerifyingKey.of(Optional.ofNullable(jwk.getKeyID()), pair.toPublicKey());
        boolean meant = jwk.getAlgorithm() == null
                || jwk.getAlgorithm().equals(key.algorithm().algorithm());
        return meant ? Stream.of(key) : Stream.empty();
    }

    private static String reason(Exception e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }

    @Override
    public synchronized void close() {
        closed = true;
        next.close();
    }
}
