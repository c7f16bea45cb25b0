package dev.sluice.transport;

import dev.sluice.protocol.Request;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DataFormatException;

/**
 * What has been agreed about compressed messages (permessage-deflate, RFC 7692). There is no context on either side: every
 * message is compressed for itself, so that one message compressed once fits all receivers and a connection that is silent
 * costs nothing.
 *
 * @param answer the value of {@code Sec-WebSocket-Extensions} that says so
 * @param longest most bytes of a message to compress. Java's Deflater has one window, of 2^15 bytes; but a message that is no
 *     longer than a smaller window cannot refer to anything outside of it. Longer ones go as they are
 */
record Deflation(String answer, int longest) {
    /** The first reserved bit of a frame, as Netty counts: the message is compressed. */
    static final int RSV1 = 4;

    /** Messages that are shorter are not worth it. */
    static final int MIN_BYTES = 256;

    private static final String NAME = "permessage-deflate";
    private static final String ANSWER = NAME + "; server_no_context_takeover; client_no_context_takeover";
    private static final String WINDOW = "server_max_window_bits";
    private static final int LARGEST_WINDOW = 15;

    /** The answer to the first offer of a handshake that we can keep, if there is one. */
    static Optional<Deflation> negotiate(Request handshake) {
        return handshake.headers().all("Sec-WebSocket-Extensions").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .flatMap(offer -> answer(offer).stream())
                .findFirst();
    }

    private static Optional<Deflation> answer(String offer) {
        List<String> parts = Arrays.stream(offer.split(";", -1))
                .map(part -> part.trim().toLowerCase(Locale.ROOT))
                .toList();
        if (!parts.get(0).equals(NAME)) {
            return Optional.empty();
        }
        Set<String> names = new HashSet<>();
        Deflation agreed = new Deflation(ANSWER, Integer.MAX_VALUE);
        for (String parameter : parts.subList(1, parts.size())) {
            String[] nameAndValue = parameter.split("=", 2);
            String name = nameAndValue[0].trim();
            Optional<String> value =
                    nameAndValue.length == 1 ? Optional.empty() : Optional.of(unquoted(nameAndValue[1]));
            if (!names.add(name) || !isAcceptable(name, value)) {
                return Optional.empty();
            }
            if (name.equals(WINDOW)) {
                agreed = within(Integer.parseInt(value.orElseThrow()));
            }
        }
        return Optional.of(agreed);
    }

    private static String unquoted(String value) {
        String trimmed = value.trim();
        boolean quoted = trimmed.length() > 1 && trimmed.startsWith("\"") && trimmed.endsWith("\"");
        return quoted ? trimmed.substring(1, trimmed.length() - 1) : trimmed;
    }

    private static boolean isAcceptable(String name, Optional<String> value) {
        return switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value.isEmpty();
            case "client_max_window_bits" -> value.isEmpty() || isWindow(value.get()); // we take any window
            case WINDOW -> value.isPresent() && isWindow(value.get());
            default -> false;
        };
    }

    private static boolean isWindow(String bits) {
        return bits.matches("[89]|1[0-5]");
    }

    private static Deflation within(int bits) {
        return new Deflation(
                ANSWER + "; " + WINDOW + "=" + bits, bits == LARGEST_WINDOW ? Integer.MAX_VALUE : 1 << bits);
    }

    /**
     * Restores a message.
     *
     * @param limit most bytes to restore, however small the message was
     * @return empty if it would be more
     * @throws DataFormatException if it is not one whole message
     */
    static Optional<byte[]> inflate(byte[] bytes, int length, int limit) throws DataFormatException {
        try (Inflation inflation = new Inflation(limit, length)) {
            return inflation.take(bytes, length) ? Optional.of(inflation.finish()) : Optional.empty();
        }
    }
}
