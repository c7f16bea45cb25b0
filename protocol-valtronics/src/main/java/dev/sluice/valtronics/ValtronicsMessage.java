package dev.sluice.valtronics;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What clients may say. Names are those of the maker's "WebSocket API Documentation". */
sealed interface ValtronicsMessage {
    /** The value of {@code type}, as logs show it. */
    String type();

    /** The channel it is about, if any. */
    default Optional<Channel> channel() {
        return Optional.empty();
    }

    /**
     * Shows who the client is.
     *
     * @param token empty if it is missing or no text
     */
    record Auth(Optional<String> token) implements ValtronicsMessage {
        @Override
        public String type() {
            return "auth";
        }

        /** Never the token. */
        @Override
        public String toString() {
            return "Auth";
        }
    }

    /** Asks for a part of a channel. */
    record Subscribe(Subscription subscription) implements ValtronicsMessage {
        @Override
        public String type() {
            return "subscribe";
        }

        @Override
        public Optional<Channel> channel() {
            return Optional.of(subscription.channel());
        }
    }

    /**
     * Wants no more of a channel.
     *
     * @param devices ends only subscriptions all of whose devices are here; any ends all
     */
    record Unsubscribe(Channel from, Choice<Long> devices) implements ValtronicsMessage {
        @Override
        public String type() {
            return "unsubscribe";
        }

        @Override
        public Optional<Channel> channel() {
            return Optional.of(from);
        }
    }

    /** Asks for a sign of life. */
    record Ping() implements ValtronicsMessage {
        @Override
        public String type() {
            return "ping";
        }
    }

    /** Several messages in one, none of them a batch. */
    record Batch(List<ValtronicsMessage> messages) implements ValtronicsMessage {
        public Batch {
            messages = List.copyOf(messages);
        }

        @Override
        public String type() {
            return "batch";
        }
    }

    /** What the codec makes of a text that is none of the others: the error that answers it. */
    record Refusal(ErrorCode code, String message) implements ValtronicsMessage {
        @Override
        public String type() {
            return "invalid";
        }
    }

    /** The value of {@code error}: in lower case. */
    enum ErrorCode {
        INVALID_JSON,
        INVALID_MESSAGE,
        MISSING_TYPE,
        UNKNOWN_TYPE,
        UNKNOWN_CHANNEL,
        UNSUPPORTED_DATA,
        MESSAGE_TOO_LARGE,
        BATCH_TOO_LARGE,
        NESTED_BATCH,
        NOT_AUTHENTICATED,
        /** In {@code auth_response} only: the word that makes clients fetch another token. */
        INVALID_TOKEN,
        /** In {@code auth_response} only: nobody could tell now. */
        UNAVAILABLE,
        TOO_MANY_CONNECTIONS,
        TOO_MANY_SUBSCRIPTIONS,
        RATE_LIMIT_EXCEEDED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
