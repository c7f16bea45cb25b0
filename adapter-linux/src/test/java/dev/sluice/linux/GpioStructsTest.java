package dev.sluice.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.GpioStructs.LineConfig;
import dev.sluice.linux.GpioStructs.LineEvent;
import dev.sluice.linux.GpioStructs.LineInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a C program with linux/gpio.h has in memory on a little-endian machine; {@code XX*N} stands for N times that byte. */
class GpioStructsTest {
    private static String hex(ByteBuffer bytes) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < bytes.capacity()) {
            int end = at;
            while (end < bytes.capacity() && bytes.get(end) == bytes.get(at)) {
                end++;
            }
            boolean many = end - at >= 8;
            text.append(String.format("%02x", bytes.get(at)))
                    .append(many ? "*" + (end - at) : "")
                    .append(' ');
            at = many ? end : at + 1;
        }
        return text.toString().strip();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aRequestForAnOutputIsWhatTheKernelExpects() {
        assertThat(hex(GpioStructs.lineRequest(17, "sluice", LineConfig.output(true))))
                .isEqualTo("11 00*255 73 6c 75 69 63 65 00*26 08 00 00 00 00 00 00 00 01 00*23 02 00 00 00 00 00 00 00"
                        + " 01 00 00 00 00 00 00 00 01 00*223 01 00*31");
    }

    @Test
    void aRequestForALineAsItIsHasNoFlags() {
        assertThat(hex(GpioStructs.lineRequest(4, "sluice", LineConfig.AS_IS)))
                .isEqualTo("04 00*255 73 6c 75 69 63 65 00*298 01 00*31");
    }

    @Test
    void configurationsAreWhatTheKernelExpects() {
        assertThat(hex(GpioStructs.lineConfig(LineConfig.output(true))))
                .isEqualTo(
                        "08 00 00 00 00 00 00 00 01 00*23 02 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 01 00*223");
        assertThat(hex(GpioStructs.lineConfig(LineConfig.input(Pull.UP)))).isEqualTo("34 01 00*270");
        assertThat(hex(GpioStructs.lineConfig(LineConfig.input(Pull.DOWN)))).isEqualTo("34 02 00*270");
        assertThat(hex(GpioStructs.lineConfig(LineConfig.input(Pull.FLOATING)))).isEqualTo("34 04 00*270");
    }

    @Test
    void levelsAreOfTheFirstLineAlone() {
        assertThat(hex(GpioStructs.values(true))).isEqualTo("01 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00");
        assertThat(GpioStructs.isHigh(GpioStructs.values(true))).isTrue();
        assertThat(GpioStructs.isHigh(GpioStructs.values(false))).isFalse();
    }

    @Test
    void lengthsAreThoseInTheNumbersOfTheCalls() {
        assertThat(GpioStructs.chipInfo().capacity()).isEqualTo((int) (GpioStructs.GET_CHIPINFO >> 16 & 0x3fff));
        assertThat(GpioStructs.lineInfo(1).capacity()).isEqualTo((int) (GpioStructs.GET_LINEINFO >> 16 & 0x3fff));
        assertThat(GpioStructs.lineRequest(1, "", LineConfig.AS_IS).capacity())
                .isEqualTo((int) (GpioStructs.GET_LINE >> 16 & 0x3fff));
        assertThat(GpioStructs.lineConfig(LineConfig.AS_IS).capacity())
                .isEqualTo((int) (GpioStructs.SET_CONFIG >> 16 & 0x3fff));
        assertThat(GpioStructs.values(true).capacity()).isEqualTo((int) (GpioStructs.GET_VALUES >> 16 & 0x3fff));
    }

    @Test
    void answersAreTakenApart() {
        ByteBuffer chip = GpioStructs.chipInfo();
        chip.put(0, ascii("gpiochip0")).put(32, ascii("pinctrl-bcm2711"));
        assertThat(GpioStructs.label(chip)).isEqualTo("pinctrl-bcm2711");

        ByteBuffer info = GpioStructs.lineInfo(17);
        assertThat(info.getInt(64)).isEqualTo(17);
        info.put(0, ascii("GPIO17")).put(32, ascii("12345678901234567890123456789012"));
        info.putLong(72, 0x109);
        LineInfo line = GpioStructs.parsedLineInfo(info);
        assertThat(line).isEqualTo(new LineInfo(0x109, "12345678901234567890123456789012"));
        assertThat(line.isUsed()).isTrue();
        assertThat(line.isOutput()).isTrue();
        assertThat(line.pull()).contains(Pull.UP);
        assertThat(new LineInfo(0x204, "").pull()).contains(Pull.DOWN);
        assertThat(new LineInfo(0x404, "").pull()).contains(Pull.FLOATING);
        assertThat(new LineInfo(4, "").pull()).isEqualTo(Optional.empty());
    }

    @Test
    void eventsAreTakenApart() {
        ByteBuffer events = GpioStructs.events();
        assertThat(events.order()).isEqualTo(ByteOrder.nativeOrder());
        byte[] second = {8, 7, 6, 5, 4, 3, 2, 1, 2, 0, 0, 0, 17, 0, 0, 0, 5, 0, 0, 0, 5};
        events.put(48, second);
        events.put(8, (byte) 1);
        assertThat(GpioStructs.event(events, 0)).isEqualTo(new LineEvent(0, true));
        assertThat(GpioStructs.event(events, 1)).isEqualTo(new LineEvent(0x0102030405060708L, false));
    }
}
