package dev.sluice.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a protocol says and hears, for machines: enough for an AsyncAPI document. Addresses and limits are not here, since the
 * {@link Endpoint}s know them. All endpoints of a protocol speak the same messages.
 *
 * @param title the protocol's name for people
 * @param description what it is for and how a conversation goes, in a few sentences
 * @param messages by both sides, in the order in which they should be read
 * @param security ways to show who one is at the handshake; none if it needs none
 * @param parameters what named parts of the endpoints' paths mean, by name
 * @param deviceKind the kind of the devices that the part {@value #DEVICE} of a path names, if one does
 * @param query what may be in the query of the handshake
 * @param closes why the protocol closes a connection
 */
public record ApiDescription(
        String title,
        String description,
        List<ApiMessage> messages,
        List<Security> security,
        Map<String, String> parameters,
        Optional<String> deviceKind,
        Optional<Schema> query,
        List<Close> closes) {

    /** The part of a path that names a device. */
    public static final String DEVICE = "device";

    public ApiDescription {
        messages = List.copyOf(messages);
        security = List.copyOf(security);
        parameters = Map.copyOf(parameters);
        closes = List.copyOf(closes);
        check(messages);
    }

    private static void check(List<ApiMessage> messages) {
        Set<String> names = new LinkedHashSet<>();
        messages.forEach(message -> {
            if (!names.add(message.name())) {
                throw new IllegalArgumentException("message '" + message.name() + "' is described twice");
            }
        });
        messages.forEach(message -> message.replies().stream()
                .filter(reply -> !names.contains(reply))
                .findFirst()
                .ifPresent(reply -> {
                    throw new IllegalArgumentException("reply '" + reply + "' to '" + message.name()
                            + "' (expected: one of " + String.join(", ", names) + ")");
                }));
    }

    /** The messages of one side. */
    public List<ApiMessage> messages(ApiMessage.Sender sender) {
        return messages.stream().filter(message -> message.sender() == sender).collect(Collectors.toUnmodifiableList());
    }

    /** A way to show who one is. */
    public sealed interface Security {
        /** For people. */
        String description();

        /** {@code Authorization} with a scheme of HTTP, such as {@code basic}. */
        record HttpScheme(String scheme, String description) implements Security {}

        /**
         * A key in a field.
         *
         * @param place {@code header}, {@code query} or {@code cookie}
         */
        record Key(String name, String place, String description) implements Security {}
    }

    /**
     * Why a connection ends.
     *
     * @param reason for people
     */
    public record Close(int code, String reason) {}

    /** Begins a description. */
    public static Builder of(String title, String description) {
        return new Builder(title, description);
    }

    /** A description under construction; used by one thread. */
    public static final class Builder {
        private final String title;
        private final String description;
        private final List<ApiMessage> messages = new ArrayList<>();
        private final List<Security> security = new ArrayList<>();
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private final List<Close> closes = new ArrayList<>();
        private Optional<String> deviceKind = Optional.empty();
        private Optional<Schema> query = Optional.empty();

        private Builder(String title, String description) {
            this.title = title;
            this.description = description;
        }

        public Builder message(ApiMessage message) {
            messages.add(message);
            return this;
        }

        public Builder security(Security way) {
            security.add(way);
            return this;
        }

        public Builder parameter(String name, String meaning) {
            parameters.put(name, meaning);
            return this;
        }

        /** The part {@value #DEVICE} of a path names devices of this kind. */
        public Builder devices(String kind) {
            deviceKind = Optional.of(kind);
            return parameter(DEVICE, "Id of a device of the kind " + kind);
        }

        public Builder query(Schema parameters) {
            query = Optional.of(parameters);
            return this;
        }

        public Builder close(int code, String reason) {
            closes.add(new Close(code, reason));
            return this;
        }

        public ApiDescription build() {
            return new ApiDescription(title, description, messages, security, parameters, deviceKind, query, closes);
        }
    }
}
