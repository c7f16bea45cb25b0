package dev.sluice.endrpi;

import java.util.List;
import java.util.Random;

/** Good requests with something wrong in them. */
final class Mutation {
    private static final List<String> SEEDS = List.of(
            "{\"action\":\"READ_TEMPERATURE\"}",
            "{\"action\":\"READ_PIN_CONFIGURATIONS\",\"params\":{\"pins\":[\"GPIO17\",\"GPIO15\"]}}",
            "{\"action\":\"UPDATE_PIN_CONFIGURATIONS\",\"params\":{\"pins\":{\"GPIO17\":{\"io\":\"OUTPUT\",\"state\":1.0},"
                    + "\"GPIO4\":{\"io\":\"INPUT\",\"pull\":\"UP\"}}}}");
    private static final List<String> PIECES = List.of(
            "null",
            "true",
            "-1",
            "1e999",
            "1e99999999999",
            "NaN",
            "[]",
            "{}",
            "[[[[",
            "\"\"",
            "\"GPIO8\"",
            "\"OUTPUT\"",
            "\"state\":\"0x1p3\",",
            "\\ud800",
            "\\u0000",
            "\u0000",
            "😀",
            ",",
            ":",
            "\"",
            "\\",
            "9".repeat(350));

    private Mutation() {}

    static String of(Random random) {
        StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int i = random.nextInt(4); i >= 0; i--) {
            change(text, random);
        }
        return text.toString();
    }

    private static void change(StringBuilder text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(8));
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        switch (random.nextInt(5)) {
            case 0 -> text.delete(from, to);
            case 1 -> text.insert(from, piece);
            case 2 -> text.replace(from, to, piece);
            case 3 -> text.insert(from, text.substring(from, to));
            default -> replaceValue(text, from, piece);
        }
    }

    /** Puts a piece in the place of what follows a colon, so that many mutations remain JSON. */
    private static void replaceValue(StringBuilder text, int from, String piece) {
        int colon = text.indexOf(":", from);
        int end = text.indexOf(",", Math.max(colon, 0));
        if (colon >= 0) {
            text.replace(colon + 1, end < 0 ? Math.min(text.length(), colon + 6) : end, piece);
        }
    }
}
