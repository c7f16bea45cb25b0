package dev.sluice.transport;

import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Text;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What of a message may be shown to who looks after the gateway: a JSON object or array, in which everything that by its name
 * or its look is a secret is masked. Of anything else nobody knows what it holds: it is not shown.
 *
 * @param text empty if nothing may be shown
 * @param cut whether this is only the beginning
 */
record ShownText(String text, boolean cut) {
    static final String MASK = "***";

    /** Longest text shown, in characters. */
    static final int LENGTH = 2048;

    /** Messages that are longer are not even read: it happens on an event loop. */
    static final int LONGEST_READ = 64 * 1024;

    private static final ShownText NOTHING = new ShownText("", false);
    private static final ShownText PING = new ShownText("ping", false);
    private static final ShownText PONG = new ShownText("pong", false);

    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(token|passw|passphrase|secret|credential|authori[sz]ation|ticket|cookie|signature|jwt|apikey).*"
                    + "|.*keys?|pwd|pass|auth|bearer");

    /** A secret that stands in a text: with its name in front of it, behind its scheme, or a JWT by its beginning. */
    private static final Pattern SECRET_VALUE = Pattern.compile(
            "(token|passw(or)?d|passphrase|secret|api[-_ ]?key|ticket|credentials?|authorization|cookie)s?[\"']?\\s*[\"':=]"
                    + "|\\b(bearer|basic)\\s+[\\w+/=.~-]{6}|\\beyj[\\w-]{8}",
            Pattern.CASE_INSENSITIVE);

    /** What may be shown of a text. */
    static ShownText of(Text text) {
        if (text.is("ping")) {
            return PING; // the one plain text that protocols here have, and its answer
        }
        if (text.is("pong")) {
            return PONG;
        }
        if (text.length() > LONGEST_READ) {
            return NOTHING;
        }
        try {
            return Json.parse(text, ShownText::masked)
                    .map(Payload::toString)
                    .map(ShownText::cut)
                    .orElse(NOTHING);
        } catch (BadJsonException e) {
            return NOTHING;
        }
    }

    private static ShownText cut(String text) {
        if (text.length() <= LENGTH) {
            return new ShownText(text, false);
        }
        int end = Character.isHighSurrogate(text.charAt(LENGTH - 1)) ? LENGTH - 1 : LENGTH;
        return new ShownText(text.substring(0, end), true);
    }

    /** Empty for a document that is a mere value: it may be a password. */
    private static Optional<Payload> masked(JsonParser parser) {
        JsonToken token = parser.nextToken();
        return token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY
                ? Optional.of(Json.write(out -> copy(parser, out)))
                : Optional.empty();
    }

    /** From the parser's present token, which begins an object or array, to the one that ends it. */
    private static void copy(JsonParser parser, JsonGenerator out) {
        out.copyCurrentEventExact(parser);
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING && isSecretValue(parser.getString())) {
                out.writeString(MASK);
                continue;
            }
            out.copyCurrentEventExact(parser);
            if (token == JsonToken.PROPERTY_NAME && isSecretName(parser.currentName())) {
                parser.nextToken();
                parser.skipChildren();
                out.writeString(MASK);
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
        }
    }

    private static boolean isSecretName(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return SECRET_NAME.matcher(plain).matches();
    }

    private static boolean isSecretValue(String value) {
        return SECRET_VALUE.matcher(value).find();
    }
}
