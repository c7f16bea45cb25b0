package dev.sluice.admin;

import dev.sluice.admin.Page.Asked;
import dev.sluice.protocol.Json;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which part of a long list is asked for: {@code ?offset=0&limit=100}. */
record Paging(int offset, int limit) {
    private static final int LIMIT = 100;
    private static final int MOST = 1000;

    /** @throws IllegalArgumentException if a number is none; the message says what was found */
    static Paging of(Asked asked) {
        return new Paging(number(asked, "offset", 0, Integer.MAX_VALUE, 0), number(asked, "limit", 1, MOST, LIMIT));
    }

    private static int number(Asked asked, String name, int min, int max, int fallback) {
        String text = asked.parameter(name, Integer.toString(fallback));
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(
                name + ": '" + Answers.cut(text) + "' (expected: integer " + min + ".." + max + ")");
    }

    /** The page of a list, with what is needed to ask for the next. */
    <T> ObjectNode of(String name, List<T> all, Function<T, ObjectNode> row) {
        ObjectNode answer = Json.object();
        answer.put("total", all.size()).put("offset", offset).put("limit", limit);
        ArrayNode rows = answer.putArray(name);
        all.stream().skip(offset).limit(limit).map(row).forEach(rows::add);
        return answer;
    }
}
