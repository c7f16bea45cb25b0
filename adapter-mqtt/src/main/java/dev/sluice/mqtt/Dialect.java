package dev.sluice.mqtt;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** One version of MQTT: a client of the library for one {@link Connection}. Any thread may call it; futures fail as the library's. */
interface Dialect {
    CompletableFuture<?> connect();

    CompletableFuture<?> subscribe(Collection<String> filters);

    CompletableFuture<?> unsubscribe(Collection<String> filters);

    CompletableFuture<?> publish(Message message);

    CompletableFuture<Void> disconnect();

    /** What a connection's client has to tell, on its threads. */
    interface Listener {
        /** A message came; see {@link Client.Listener#message}. */
        void message(Message message, Runnable done);

        /** There is no connection, or not any more. */
        void lost(Throwable cause);
    }

    /** Makes a client that is not connected yet. */
    @FunctionalInterface
    interface Factory {
        Dialect open(Listener listener);
    }
}
