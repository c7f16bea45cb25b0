package dev.sluice.mqtt;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is opened with, whatever version of MQTT it speaks: a {@link Dialect} says it in its own types.
 *
 * @param password of the login, read a moment ago
 * @param will what the broker tells others when it loses us
 */
record Opening(BrokerConfig config, Optional<ByteBuffer> password, Optional<Message> will) {
    int keepAliveSeconds() {
        return (int) config.keepAlive().toSeconds();
    }

    int inFlight() {
        return config.inFlight();
    }

    /** Who we are; null, as the library wants it, if the broker is not told. */
    <L> @Nullable L login(BiFunction<String, Optional<ByteBuffer>, L> type) {
        return config.login().map(login -> type.apply(login.user(), password)).orElse(null);
    }

    /** The last will; null, as the library wants it, if there is none. */
    <P> @Nullable P lastWill(Function<Message, P> type) {
        return will.map(type).orElse(null);
    }
}
