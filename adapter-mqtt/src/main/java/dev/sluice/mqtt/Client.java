package dev.sluice.mqtt;

import java.util.Collection;
import java.util.concurrent.CompletionStage;

/**
 * One connection to the broker: made once, lost once, never used again. Its methods may be called by any thread and return
 * at once; stages complete on threads of the client.
 */
interface Client {
    /** Which MQTT is spoken. */
    enum Version {
        V5,
        V3_1_1
    }

    /** Connects; fails with a {@link ConnectFailure}. */
    CompletionStage<Void> connect();

    /** Asks for messages on topics; done when the broker has agreed to all of them. */
    CompletionStage<Void> subscribe(Collection<String> filters);

    /** Asks for no more messages on topics; done when the broker has heard it. */
    CompletionStage<Void> unsubscribe(Collection<String> filters);

    /**
     * Sends a message with quality of service 1. Done when the broker has acknowledged it, and not before; failed as soon as
     * that cannot happen any more because the connection is lost.
     */
    CompletionStage<Void> publish(Message message);

    /** Says goodbye, so that the broker does not publish the last will. */
    CompletionStage<Void> disconnect();

    /** Told what happens, by threads of the client: must not block. */
    interface Listener {
        /**
         * A message came.
         *
         * @param done to be called when it has been dealt with; until then the broker holds back more than a few others
         */
        void message(Message message, Runnable done);

        /** The connection that was there is lost; told once, also after {@link Client#disconnect}. */
        void lost(String reason);
    }

    /** Makes clients. */
    @FunctionalInterface
    interface Factory {
        /** A client that is not connected yet. */
        Client open(Version version, Listener listener) throws ConnectFailure;
    }
}
