package dev.sluice.admin;

import java.util.Arrays;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The last values of one number, one for each span of time: a ring of fixed size. Safe for use by any thread. */
final class Series {
    private final double[] values;
    private long newest = Long.MIN_VALUE;

    /** @param spans how many spans of time are kept */
    Series(int spans) {
        values = new double[spans];
        Arrays.fill(values, Double.NaN);
    }

    /** The value at a span of time, counted from any fixed beginning; the last one of a span stays. */
    synchronized void put(long span, double value) {
        if (newest == Long.MIN_VALUE || span >= newest + values.length || span <= newest - values.length) {
            Arrays.fill(values, Double.NaN); // the first one, after a long silence, or by a clock that was set back
            newest = span;
        }
        while (newest < span) {
            newest++;
            values[at(newest)] = Double.NaN;
        }
        values[at(span)] = value;
    }

    synchronized boolean isOlderThan(long span) {
        return newest < span;
    }

    /**
     * Adds {@code start}, in seconds since 1970, and {@code values} from there, a number or null for each span.
     *
     * @param now the present span
     * @param seconds how long a span is
     */
    synchronized void write(ObjectNode json, long now, long seconds) {
        long span = Math.max(now, newest) - values.length + 1;
        while (span <= newest && Double.isNaN(values[at(span)])) {
            span++;
        }
        json.put("start", span * seconds);
        ArrayNode list = json.putArray("values");
        for (; span <= newest; span++) {
            double value = values[at(span)];
            if (Double.isNaN(value)) {
                list.addNull();
            } else {
                list.add(value);
            }
        }
    }

    private int at(long span) {
        return Math.floorMod(span, values.length);
    }
}
