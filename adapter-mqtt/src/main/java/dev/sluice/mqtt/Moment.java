package dev.sluice.mqtt;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A device's own time: ISO 8601, without a zone in UTC, or seconds or milliseconds since 1970, also as text. Pure. */
final class Moment {
    /** From here on a number cannot be seconds: it would be past the year 5000. */
    private static final double MILLIS_FROM = 1e11;

    private static final double LAST = 1e15;
    private static final int LONGEST = 40;

    private Moment() {}

    /** The moment that a JSON value says; nothing if it is none. */
    static Optional<Instant> read(JsonNode said) {
        return said.isNumber() || said.isString() ? read(said.asString()) : Optional.empty();
    }

    /** The moment that a text says; nothing if it is none. */
    static Optional<Instant> read(String said) {
        String text = said.trim();
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return text.indexOf('T') > 0 ? Optional.of(iso(text)) : number(Double.parseDouble(text));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Instant iso(String text) {
        boolean zoned = text.endsWith("Z") || text.matches(".*T.*[+-]\\d\\d:?\\d\\d");
        return zoned
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    private static Optional<Instant> number(double number) {
        if (!(number > 0 && number < LAST)) {
            return Optional.empty();
        }
        double millis = number < MILLIS_FROM ? number * 1000 : number;
        return Optional.of(Instant.ofEpochMilli((long) millis));
    }
}
