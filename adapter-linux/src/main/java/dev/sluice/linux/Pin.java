package dev.sluice.linux;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The pins of the profile, by Broadcom number. */
enum Pin {
    GPIO2(2),
    GPIO3(3),
    GPIO4(4),
    GPIO14(14),
    GPIO15(15),
    GPIO17(17),
    GPIO18(18),
    GPIO27(27),
    GPIO22(22),
    GPIO23(23),
    GPIO24(24),
    GPIO10(10),
    GPIO9(9),
    GPIO25(25),
    GPIO11(11),
    GPIO7(7),
    GPIO5(5),
    GPIO6(6),
    GPIO12(12),
    GPIO13(13),
    GPIO19(19),
    GPIO16(16),
    GPIO26(26),
    GPIO20(20),
    GPIO21(21);

    private final int offset;

    Pin(int offset) {
        this.offset = offset;
    }

    /** The number of its line on the GPIO chip. */
    int offset() {
        return offset;
    }

    /** Whether the board itself pulls it up: the I²C pins have a resistor. */
    boolean isPulledUp() {
        return this == GPIO2 || this == GPIO3;
    }

    /** The pull while nobody has set one. */
    Pull usualPull() {
        return isPulledUp() ? Pull.UP : Pull.FLOATING;
    }

    static Optional<Pin> named(String name) {
        return Arrays.stream(values()).filter(pin -> pin.name().equals(name)).findFirst();
    }

    /** The pin of a line of the GPIO chip, if the profile has it. */
    static Optional<Pin> at(int offset) {
        return Arrays.stream(values()).filter(pin -> pin.offset == offset).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Pin::name).toList();
    }
}
