package dev.sluice.biometric;

import java.util.Arrays;
import java.util.Optional;

/** What a payload is about; the numbers are those on the wire. */
enum OpCode {
    HEARTBEAT(0),
    HEARTBEAT_ACK(1),
    HELLO(2),
    IDENTIFY(3),
    READY(4),
    DISPATCH(5),
    SUBMIT(6),
    REPLAY(7),
    /** Not in the reference; newer producers tell with it whether their device is connected. */
    STATUS(8);

    private final int number;

    OpCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Optional<OpCode> of(int number) {
        return Arrays.stream(values()).filter(code -> code.number == number).findFirst();
    }

    /** For people: {@code op 6 (SUBMIT)}. */
    @Override
    public String toString() {
        return "op " + number + " (" + name() + ")";
    }
}
