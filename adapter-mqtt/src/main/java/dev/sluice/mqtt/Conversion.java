package dev.sluice.mqtt;

import dev.sluice.device.ValueSpec;
import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/**
 * How what a device says becomes a value, and how a value becomes what it understands: first the map, then, for numbers,
 * {@code value = said * factor + offset}. Pure.
 *
 * @param spec what values are possible on the bus
 * @param map what is said → the value
 */
record Conversion(ValueSpec spec, Map<String, String> map, double factor, double offset) {
    /** The longest number that is looked at: more would be work without a meaning. */
    private static final int LONGEST_NUMBER = 40;

    private static final double LARGEST = 1e300;

    /** Rounding 1e-999999999 would take all memory. */
    private static final int LARGEST_SCALE = 400;

    Conversion {
        map = Map.copyOf(map);
    }

    /** Nothing to convert but the type. */
    static Conversion plain(ValueSpec spec) {
        return new Conversion(spec, Map.of(), 1, 0);
    }

    /** The value that a plain text stands for; nothing if it is none that fits. */
    Optional<JsonNode> value(String said) {
        String mapped = map.get(said);
        return mapped == null ? typed(said, true) : typed(mapped, false);
    }

    /** The value that a JSON value stands for; nothing if it is none that fits. */
    Optional<JsonNode> value(JsonNode said) {
        if (said.isString()) {
            return value(said.stringValue());
        }
        if (said.isValueNode()) { // a number or a flag can be in the map, too, and 1 can stand for true
            return value(said.toString());
        }
        return fitting(Optional.of(said));
    }

    /** A value as the device wants to hear it. */
    JsonNode said(JsonNode value) {
        String text = value.isString() ? value.stringValue() : value.toString();
        for (Map.Entry<String, String> entry : map.entrySet()) {
            if (entry.getValue().equals(text)) {
                return StringNode.valueOf(entry.getKey());
            }
        }
        return value.isNumber() && converts() ? number((value.asDouble() - offset) / factor) : value;
    }

    private boolean converts() {
        return factor != 1 || offset != 0;
    }

    private Optional<JsonNode> typed(String text, boolean convert) {
        return fitting(
                switch (spec.type()) {
                    case TEXT -> Optional.of(StringNode.valueOf(text));
                    case FLAG -> flag(text);
                    case NUMBER, INTEGER -> number(text, convert && converts());
                    case LIST, OBJECT -> json(text);
                });
    }

    private Optional<JsonNode> fitting(Optional<JsonNode> value) {
        return value.filter(node -> spec.problem(node).isEmpty());
    }

    private Optional<JsonNode> number(String text, boolean convert) {
        if (text.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            BigDecimal exact = new BigDecimal(text.trim());
            double number = convert ? exact.doubleValue() * factor + offset : exact.doubleValue();
            if (Math.abs((long) exact.scale()) > LARGEST_SCALE || !(Math.abs(number) < LARGEST)) { // that is NaN, too
                return Optional.empty();
            }
            if (spec.type() == ValueSpec.Type.NUMBER) {
                return Optional.of(number(number));
            }
            return integer(convert ? BigDecimal.valueOf(Math.rint(number)) : exact);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> integer(BigDecimal number) {
        if (number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return Optional.empty();
        }
        return Optional.of(
                LongNode.valueOf(number.setScale(0, RoundingMode.HALF_EVEN).longValueExact()));
    }

    private static JsonNode number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1L << 53
                ? LongNode.valueOf((long) number)
                : DoubleNode.valueOf(number);
    }

    private static Optional<JsonNode> flag(String text) {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "true", "on", "1", "yes" -> Optional.of(BooleanNode.TRUE);
            case "false", "off", "0", "no" -> Optional.of(BooleanNode.FALSE);
            default -> Optional.empty();
        };
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(Json.read(Text.of(text)));
        } catch (BadJsonException e) {
            return Optional.empty();
        }
    }
}
