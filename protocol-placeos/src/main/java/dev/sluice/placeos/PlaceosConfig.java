package dev.sluice.placeos;

import dev.sluice.config.Config;
import dev.sluice.protocol.Limits;
import java.time.Duration;

/**
 * The section {@code protocols.placeos}.
 *
 * @param lateBinding whether a target that is not there is waited for, as upstream does, or an error
 * @param valueEncoding how values of {@code notify} are written unless a connection asks for something else
 * @param keepAlive how often every client gets a {@code pong} unasked
 * @param follows how many bindings and debug streams a connection may have
 * @param authority what the gateway calls itself where clients ask
 * @param tokens how long the tokens of password grants are good
 */
record PlaceosConfig(
        boolean lateBinding,
        ValueEncoding valueEncoding,
        Duration keepAlive,
        int follows,
        String authority,
        Lifetimes tokens,
        Systems systems,
        Limits limits) {
    /** Upstream runs all commands of a connection at once; so many of them here. */
    private static final Limits LIMITS = Limits.DEFAULT.withCallsInFlight(64);

    /** How long tokens are good. */
    record Lifetimes(Duration access, Duration refresh) {}

    static PlaceosConfig read(Config config) {
        return new PlaceosConfig(
                config.flag("late-binding", false),
                config.choice("value-encoding", ValueEncoding.RAW),
                config.duration("keep-alive", Duration.ofSeconds(80), Duration.ofSeconds(1), Duration.ofHours(1)),
                config.section("limits").integer("bindings", 4096, 1, 1_000_000),
                config.text("authority", "Sluice"),
                lifetimes(config.section("tokens")),
                SystemsConfig.read(config),
                LIMITS.overriddenBy(config));
    }

    private static Lifetimes lifetimes(Config config) {
        return new Lifetimes(
                config.duration("lifetime", Duration.ofHours(2), Duration.ofMinutes(1), Duration.ofDays(1)),
                config.duration("refresh-lifetime", Duration.ofDays(7), Duration.ofMinutes(1), Duration.ofDays(365)));
    }
}
