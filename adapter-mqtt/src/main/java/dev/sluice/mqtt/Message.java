package dev.sluice.mqtt;

import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A message on a topic, to or from the broker.
 *
 * @param retained to the broker: it is to keep the message; from it: it had kept the message
 */
record Message(String topic, byte[] payload, boolean retained) {
    static Message of(String topic, String text, boolean retained) {
        return new Message(topic, text.getBytes(StandardCharsets.UTF_8), retained);
    }

    /** The payload as text; nothing if it is not UTF-8. */
    Optional<String> text() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The payload as JSON; nothing if it is none. */
    Optional<JsonNode> json() {
        try {
            return Optional.of(Json.read(new Text(payload, 0, payload.length)));
        } catch (BadJsonException e) {
            return Optional.empty();
        }
    }
}
