package dev.sluice.transport;

import dev.sluice.config.Config;
import dev.sluice.config.Networks;
import java.time.Duration;

/**
 * What a connection may use before it is a session, and how many there may be. The answers are in
 * {@code docs/configuration-reference.md}.
 *
 * @param requestLineBytes more is answered with 414
 * @param headerBytes more is answered with 431
 * @param headerTime from the connection (over TLS: from the end of its handshake) to the end of the first request's headers;
 *     later is answered with 408
 * @param bodyBytes more is answered with 413
 * @param bodyTime from the end of the headers to the end of the body; later is answered with 408
 * @param tlsTime how long a TLS handshake may take
 * @param connections most at a time, over all listeners; more are answered with 503; 0 for nine tenths of the files that the
 *     process may open
 * @param perAddress most at a time from one IPv4 address or IPv6 network of 64 bits; more are answered with 429; 0 for no
 *     limit
 * @param exempt who may have any number
 * @param wrongCredentials most from one address in a minute; after that none are looked at for a while, which is answered with
 *     429; 0 for no limit
 * @param guessesExempt from where any number may be wrong
 * @param sendBytes what the system may keep for a reader that is slow (SO_SNDBUF), on top of what we do; 0 for as much as it
 *     likes
 * @param loopLag an event loop that is later than this twice in a row takes no more connections: they are answered with 503
 */
public record ConnectionLimits(
        int requestLineBytes,
        int headerBytes,
        Duration headerTime,
        int bodyBytes,
        Duration bodyTime,
        Duration tlsTime,
        int connections,
        int perAddress,
        Networks exempt,
        int wrongCredentials,
        Networks guessesExempt,
        int sendBytes,
        Duration loopLag) {

    private static final Networks LOOPBACK = Networks.of("127.0.0.0/8", "::1/128");
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    static ConnectionLimits read(Config limits) {
        return new ConnectionLimits(
                (int) limits.bytes("request-line", 8 * 1024, 256, 1024 * 1024),
                (int) limits.bytes("headers", 16 * 1024, 1024, 1024 * 1024),
                limits.duration("header-time", Duration.ofSeconds(10), SHORTEST, LONGEST),
                (int) limits.bytes("body", 1024 * 1024, 0, 64L * 1024 * 1024),
                limits.duration("body-time", Duration.ofSeconds(30), SHORTEST, LONGEST),
                limits.duration("tls-time", Duration.ofSeconds(10), SHORTEST, LONGEST),
                limits.integer("connections", 0, 0, 10_000_000),
                limits.integer("connections-per-address", 1000, 0, 10_000_000),
                limits.networks("connections-exempt", LOOPBACK),
                limits.integer("wrong-credentials", 30, 0, 100_000),
                limits.networks("wrong-credentials-exempt", LOOPBACK),
                (int) limits.bytes("send-buffer", 0, 0, 64L * 1024 * 1024),
                limits.duration("loop-lag", Duration.ofMillis(500), SHORTEST, LONGEST));
    }
}
