package dev.sluice.device;

import tools.jackson.databind.JsonNode;

/** What a message repeats of what it was given: at most {@value #LENGTH} characters, whoever sent however many. */
public final class Excerpt {
    private static final int LENGTH = 100;

    private Excerpt() {}

    /** The text, or its beginning and an ellipsis; a character of two units is never cut in half. */
    public static String of(String text) {
        if (text.length() <= LENGTH) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LENGTH - 1)) ? LENGTH - 1 : LENGTH;
        return text.substring(0, end) + "…";
    }

    /** A value as JSON. */
    public static String of(JsonNode value) {
        return of(value.toString());
    }
}
