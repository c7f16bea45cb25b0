package dev.sluice.daemon;

import dev.sluice.config.Config;
import java.util.Locale;

/** How the log is written. */
record LogConfig(Format format, Level level) {
    /** What a line looks like. */
    enum Format {
        TEXT,
        JSON;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The least important lines written, of the gateway's own. */
    enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    /** Reads the section {@code log}. */
    static LogConfig read(Config section) {
        return new LogConfig(section.choice("format", Format.TEXT), section.choice("level", Level.INFO));
    }
}
