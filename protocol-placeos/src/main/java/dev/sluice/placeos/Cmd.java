package dev.sluice.placeos;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What clients can ask for. */
enum Cmd {
    BIND("bind"),
    UNBIND("unbind"),
    EXEC("exec"),
    DEBUG("debug"),
    IGNORE("ignore");

    private final String wire;

    Cmd(String wire) {
        this.wire = wire;
    }

    String wire() {
        return wire;
    }

    /** The command of that name; letter case, underscores and hyphens do not matter, as upstream. */
    static Optional<Cmd> named(String name) {
        for (Cmd cmd : values()) {
            if (cmd.wire.equals(name)) {
                return Optional.of(cmd); // which is all that real clients send
            }
        }
        String plain = name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(cmd -> cmd.wire.equals(plain)).findFirst();
    }

    /** Whether it is about a module as a whole, so that no variable or method needs to be named. */
    boolean isAboutModule() {
        return this == DEBUG || this == IGNORE;
    }
}
