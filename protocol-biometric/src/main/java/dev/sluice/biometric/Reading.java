package dev.sluice.biometric;

import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * One value of one user, as its producer wrote it.
 *
 * @param type the data type
 * @param typeJson the same as JSON, as it was written
 * @param data the member {@code d} as it was written: any JSON value
 * @param timestamp where {@code d} needs a time of ours
 */
record Reading(String type, byte[] typeJson, byte[] data, Timestamp timestamp) {
    /** Microseconds always written, UTC as {@code Z}: some clients parse exactly this form. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** Whether a time is to be added to {@code d}. */
    enum Timestamp {
        /** {@code d} has one already, or is no object and has no room for one. */
        NONE,
        /** {@code d} is an object without one. */
        FIRST_MEMBER,
        /** {@code d} is an empty object. */
        ONLY_MEMBER
    }

    /** A reading of our own, which has no time yet. */
    static Reading of(String type, JsonNode member, String name) {
        byte[] data = utf8(Json.object().set(name, member).toString());
        return new Reading(type, utf8('"' + type + '"'), data, Timestamp.FIRST_MEMBER);
    }

    /**
     * The journal's record: what does not change between live and replay, as a JSON object.
     *
     * @param now the time for a reading without one
     */
    byte[] record(String user, Instant now) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + user.length() + typeJson.length + 64);
        write(out, "{\"d\":");
        if (timestamp == Timestamp.NONE) {
            out.writeBytes(data);
        } else {
            write(out, "{\"ts\":\"" + TIME.format(now) + (timestamp == Timestamp.FIRST_MEMBER ? "\"," : "\""));
            out.write(data, 1, data.length - 1);
        }
        write(out, ",\"uid\":\"" + user + "\",\"t\":"); // users are plain ASCII names: see UserId
        out.writeBytes(typeJson);
        out.write('}');
        return out.toByteArray();
    }

    /** A member of {@code d}, missing if there is none or {@code d} is no object. */
    JsonNode member(String name) {
        try {
            return Json.read(new Text(data, 0, data.length)).path(name);
        } catch (BadJsonException e) {
            return MissingNode.getInstance(); // not possible: it has been read before
        }
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(utf8(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
