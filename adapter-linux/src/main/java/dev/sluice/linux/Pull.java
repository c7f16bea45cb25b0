package dev.sluice.linux;

import java.util.Arrays;
import java.util.Optional;

/** What a pin is pulled to while nothing drives it. */
enum Pull {
    FLOATING,
    UP,
    DOWN;

    static Optional<Pull> named(String name) {
        return Arrays.stream(values()).filter(pull -> pull.name().equals(name)).findFirst();
    }
}
