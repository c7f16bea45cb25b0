package dev.sluice.testkit;

import java.util.List;
import java.util.Random;

/** Good messages with something wrong in them, always the same ones in the same order. Some are still good. */
public final class DamagedTexts {
    private static final String CHARACTERS = "{}[]\":,\\0123456789-.eEtruefalsn_\u0000\u0007é '";
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
            "\\ud800",
            "\\u0000",
            "😀",
            "9".repeat(350));

    private final Random random = new Random(20_260_101);
    private final List<String> good;

    /**
     * Damages messages.
     *
     * @param good one of each kind, at least
     */
    public DamagedTexts(List<String> good) {
        this.good = List.copyOf(good);
    }

    /** The next text: a good one with up to three changes. */
    public String next() {
        StringBuilder text = new StringBuilder(anyGood());
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            change(text);
        }
        return text.toString();
    }

    private void change(StringBuilder text) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(12));
        switch (random.nextInt(6)) {
            case 0 -> text.delete(from, to);
            case 1 -> text.insert(from, piece());
            case 2 -> text.replace(from, to, piece());
            case 3 -> text.insert(from, text.substring(from, to));
            case 4 -> replaceValue(text, from);
            default -> text.insert(from, anyGood());
        }
    }

    /** Puts a piece in the place of what follows a colon, so that many texts remain JSON. */
    private void replaceValue(StringBuilder text, int from) {
        int colon = text.indexOf(":", from);
        if (colon >= 0) {
            int end = text.indexOf(",", colon);
            text.replace(colon + 1, end < 0 ? Math.min(text.length(), colon + 6) : end, piece());
        }
    }

    private String piece() {
        if (random.nextBoolean()) {
            return PIECES.get(random.nextInt(PIECES.size()));
        }
        int at = random.nextInt(CHARACTERS.length());
        return CHARACTERS.substring(at, Math.min(CHARACTERS.length(), at + 1 + random.nextInt(2)));
    }

    private String anyGood() {
        return good.get(random.nextInt(good.size()));
    }
}
