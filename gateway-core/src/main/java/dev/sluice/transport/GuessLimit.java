package dev.sluice.transport;

import dev.sluice.protocol.TooManyGuessesException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Slows down whoever tries one password, key or token after another: an address has so many wrong ones a minute; then none is
 * looked at, right or wrong, until some of that minute has passed. Safe for use by any thread.
 *
 * <p>Knows the {@value #ADDRESSES} addresses that were wrong last; of more, the one that was wrong longest ago is forgotten.
 */
public final class GuessLimit {
    static final int ADDRESSES = 10_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ConnectionLimits limits;
    private final InstantSource clock;
    private final LongAdder wrong = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** When an address has made up for its wrong ones, each of which takes its part of a minute; the latest wrong one last. */
    private final Map<InetAddress, Instant> madeUp = new LinkedHashMap<>();

    public GuessLimit(ConnectionLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Looks at credentials, unless their sender has to wait.
     *
     * @param judge finds out whose they are; nothing if they are wrong
     */
    public <T> CompletionStage<Optional<T>> judge(InetAddress client, Supplier<CompletionStage<Optional<T>>> judge) {
        try {
            admit(client);
        } catch (TooManyGuessesException e) {
            return CompletableFuture.failedFuture(e);
        }
        return judge.get().thenApply(owner -> counted(client, owner));
    }

    /**
     * The same for what needs no time.
     *
     * @throws TooManyGuessesException if the sender has to wait
     */
    public <T> Optional<T> look(InetAddress client, Supplier<Optional<T>> find) {
        admit(client);
        return counted(client, find.get());
    }

    private void admit(InetAddress client) {
        Optional<Duration> wait = counts(client) ? wait(Turnstile.network(client)) : Optional.empty();
        if (wait.isPresent()) {
            refused.increment();
            throw new TooManyGuessesException(wait.get());
        }
    }

    private <T> Optional<T> counted(InetAddress client, Optional<T> owner) {
        if (owner.isEmpty()) {
            wrong.increment();
            if (counts(client)) {
                note(Turnstile.network(client));
            }
        }
        return owner;
    }

    private boolean counts(InetAddress client) {
        return limits.wrongCredentials() > 0 && !limits.guessesExempt().contains(client);
    }

    private synchronized Optional<Duration> wait(InetAddress network) {
        Instant end = madeUp.get(network);
        if (end == null) {
            return Optional.empty();
        }
        Duration wait = Duration.between(clock.instant(), end).minus(MINUTE.minus(each()));
        return wait.isNegative() || wait.isZero() ? Optional.empty() : Optional.of(wait);
    }

    private synchronized void note(InetAddress network) {
        Instant now = clock.instant();
        Instant end = madeUp.remove(network); // so that it goes to the end
        Instant from = end == null || end.isBefore(now) ? now : end;
        if (madeUp.size() >= ADDRESSES) {
            madeUp.remove(madeUp.keySet().iterator().next());
        }
        Instant latest = now.plus(MINUTE); // those that were under way together count no longer than that
        Instant next = from.plus(each());
        madeUp.put(network, next.isAfter(latest) ? latest : next);
    }

    private Duration each() {
        return MINUTE.dividedBy(limits.wrongCredentials());
    }

    /** How many addresses are known. */
    synchronized int addresses() {
        return madeUp.size();
    }

    /** How many credentials were wrong. */
    public long wrong() {
        return wrong.sum();
    }

    /** How many were not looked at. */
    public long refused() {
        return refused.sum();
    }
}
