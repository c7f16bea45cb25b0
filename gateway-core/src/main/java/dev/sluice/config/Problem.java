package dev.sluice.config;

/**
 * Something wrong with the configuration.
 *
 * @param origin the file's name, or {@code environment}
 * @param line the line in the file, counted from 1; 0 where there is none
 * @param key the full key, for example {@code listeners[0].port}, or the environment variable
 * @param found what is there
 * @param expected what should be there
 */
public record Problem(String origin, int line, String key, String found, String expected) {
    /** One line for people: {@code sluice.yaml:12: listeners[0].port: found 70000 (expected: integer 0..65535)}. */
    @Override
    public String toString() {
        return origin + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ") + "found " + found
                + " (expected: " + expected + ")";
    }
}
