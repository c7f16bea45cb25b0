package dev.sluice.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MailboxTest {
    @Test
    void questionsAreWhatTheFirmwareExpects() {
        assertThat(HexFormat.of()
                        .formatHex(Mailbox.question(Mailbox.GET_THROTTLED, 0).array()))
                .isEqualTo("1c000000" + "00000000" + "46000300" + "04000000" + "00000000" + "00000000" + "00000000");
        assertThat(HexFormat.of()
                        .formatHex(Mailbox.question(Mailbox.GET_CLOCK_MEASURED, 4, 0)
                                .array()))
                .isEqualTo("20000000" + "00000000" + "47000300" + "08000000" + "00000000" + "04000000" + "00000000"
                        + "00000000");
    }

    @Test
    void theSizeOfAPointerIsPartOfTheNumber() {
        assertThat(Mailbox.ioctl(8)).isEqualTo(0xc0086400L);
        assertThat(Mailbox.ioctl(4)).isEqualTo(0xc0046400L);
    }

    @Test
    void onlyAnAnswerHasAValue() {
        ByteBuffer message = Mailbox.question(Mailbox.GET_CLOCK_MEASURED, 3, 0);
        message.putInt(24, 600_117_184);
        assertThat(Mailbox.value(message, 1)).isEqualTo(OptionalInt.empty());
        message.putInt(4, 0x80000000).putInt(16, 0x80000004);
        assertThat(Mailbox.value(message, 1)).isEqualTo(OptionalInt.empty());
        message.putInt(16, 0x80000008);
        assertThat(Mailbox.value(message, 1)).hasValue(600_117_184);
        message.putInt(4, 0x80000001);
        assertThat(Mailbox.value(message, 1)).isEqualTo(OptionalInt.empty());
    }
}
