package dev.sluice.config;

/**
 * A key that somebody asked for, and what it may be.
 *
 * @param key the full key, for example {@code listeners[].port}
 * @param range what its values are out of, for people; empty if the type says it all
 * @param fallback what holds where nothing is said, as the file would say it; empty if that is nothing, or depends
 */
public record Setting(String key, ValueType type, String range, String fallback) {
    /** What a value looks like. */
    public enum ValueType {
        TEXT("text"),
        INTEGER("integer"),
        NUMBER("number"),
        FLAG("true or false"),
        DURATION("duration"),
        BYTES("size"),
        CHOICE("one of"),
        FILE("file"),
        TEXTS("list of texts"),
        NETWORKS("list of networks");

        private final String title;

        ValueType(String title) {
            this.title = title;
        }

        /** What people call it. */
        public String title() {
            return title;
        }
    }
}
