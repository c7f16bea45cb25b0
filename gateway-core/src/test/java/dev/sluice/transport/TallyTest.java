package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void keepsANumberForEachConstant() {
        Tally<Level> tally = new Tally<>(Level.class);
        tally.add(Level.OUTBOUND_BYTES, 5);
        tally.add(Level.OUTBOUND_BYTES, 7);
        tally.set(Level.MAILBOX_DEEPEST, 3);
        assertThat(tally.get(Level.OUTBOUND_BYTES)).isEqualTo(12);
        assertThat(tally.get(Level.MAILBOX_DEEPEST)).isEqualTo(3);
        assertThat(tally.get(Level.MAILBOX_EVENTS)).isZero();
    }
}
