package dev.sluice.transport;

import dev.sluice.protocol.Request;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Compressed messages (permessage-deflate, RFC 7692), without context on either side: every message is compressed for itself,
 * so that one message compressed once fits all receivers and a connection that is silent costs nothing.
 */
final class Deflation {
    /** The first reserved bit of a frame, as Netty counts: the message is compressed. */
    static final int RSV1 = 4;

    /** Messages that are shorter are not worth it. */
    static final int MIN_BYTES = 256;

    private static final String NAME = "permessage-deflate";
    private static final String ANSWER = NAME + "; server_no_context_takeover; client_no_context_takeover";
    private static final String WINDOW = "server_max_window_bits";
    private static final String LARGEST_WINDOW = "15";

    /** What a sender leaves off at the end of each message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private static final int FIRST_BYTES = 1024;

    private Deflation() {}

    /** The value of {@code Sec-WebSocket-Extensions} in the answer to a handshake that offers what we can do. */
    static Optional<String> negotiate(Request handshake) {
        return handshake.headers().all("Sec-WebSocket-Extensions").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .flatMap(offer -> answer(offer).stream())
                .findFirst();
    }

    private static Optional<String> answer(String offer) {
        List<String> parts = Arrays.stream(offer.split(";", -1))
                .map(part -> part.trim().toLowerCase(Locale.ROOT))
                .toList();
        if (!parts.get(0).equals(NAME)) {
            return Optional.empty();
        }
        Set<String> names = new HashSet<>();
        String answer = ANSWER;
        for (String parameter : parts.subList(1, parts.size())) {
            String[] nameAndValue = parameter.split("=", 2);
            String name = nameAndValue[0].trim();
            String value =
                    nameAndValue.length == 1 ? "" : nameAndValue[1].trim().replace("\"", "");
            if (!names.add(name) || !isAcceptable(name, value)) {
                return Optional.empty();
            }
            answer = name.equals(WINDOW) ? ANSWER + "; " + WINDOW + "=" + LARGEST_WINDOW : answer;
        }
        return Optional.of(answer);
    }

    private static boolean isAcceptable(String name, String value) {
        return switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value.isEmpty();
            case "client_max_window_bits" -> value.isEmpty() || value.matches("[89]|1[0-5]");
            case WINDOW -> value.equals(LARGEST_WINDOW); // Java's Deflater has no other
            default -> false;
        };
    }

    /**
     * Restores a message.
     *
     * @param limit most bytes to restore, however small the message was
     * @return empty if it would be more
     */
    static Optional<byte[]> inflate(byte[] bytes, int length, int limit) throws DataFormatException {
        byte[] input = Arrays.copyOf(bytes, length + TAIL.length);
        System.arraycopy(TAIL, 0, input, length, TAIL.length);
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(input);
            byte[] output = new byte[Math.min(limit + 1, FIRST_BYTES)];
            int size = 0;
            while (true) {
                int count = inflater.inflate(output, size, output.length - size);
                size += count;
                if (size > limit) {
                    return Optional.empty();
                }
                if (size == output.length) {
                    output = Arrays.copyOf(output, (int) Math.min(limit + 1L, 4L * output.length));
                } else if (inflater.finished() || inflater.needsInput()) {
                    return Optional.of(Arrays.copyOf(output, size));
                } else if (count == 0) {
                    throw new DataFormatException("a dictionary is wanted");
                }
            }
        } finally {
            inflater.end();
        }
    }
}
