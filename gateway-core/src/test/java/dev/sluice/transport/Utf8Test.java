package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    /** Whatever is cut off: what is there is well-formed so far just if some ending makes it so. */
    @Test
    void tellsBeginningsFromWhatNoTextBeginsWith() {
        for (int first = 0x80; first < 0x100; first++) {
            for (int second = 0; second < 0x100; second++) {
                byte[] two = {(byte) first, (byte) second};
                boolean begun = false;
                for (int third = 0; third < 0x100; third++) {
                    begun |= Utf8.isValid(new byte[] {two[0], two[1], (byte) third}, 0, 3)
                            || Utf8.isValid(new byte[] {two[0], two[1], (byte) third, (byte) 0x80}, 0, 4);
                }
                assertThat(Utf8.check(two, 0, 2) != Utf8.MALFORMED)
                        .as("%02x %02x", first, second)
                        .isEqualTo(begun);
            }
        }
    }

    @Test
    void acceptsWellFormedText() {
        for (String text :
                new String[] {"", "a", "plain ASCII of some length", "grüße", "€", "𝄞 and 日本語", "\0", "\uFFFD"}) {
            byte[] bytes = ("--" + text + "--").getBytes(StandardCharsets.UTF_8);
            assertThat(Utf8.isValid(bytes, 2, bytes.length - 4)).as(text).isTrue();
        }
    }

    @Test
    void refusesOverlongFormsSurrogatesAndWhatIsAboveTheLastCodePoint() {
        assertThat(isValid(0xc0, 0x80)).isFalse();
        assertThat(isValid(0xe0, 0x9f, 0xbf)).isFalse();
        assertThat(isValid(0xf0, 0x8f, 0xbf, 0xbf)).isFalse();
        assertThat(isValid(0xed, 0xa0, 0x80)).isFalse();
        assertThat(isValid(0xed, 0x9f, 0xbf)).isTrue();
        assertThat(isValid(0xf4, 0x90, 0x80, 0x80)).isFalse();
        assertThat(isValid(0xf4, 0x8f, 0xbf, 0xbf)).isTrue();
        assertThat(isValid(0xf5, 0x80, 0x80, 0x80)).isFalse();
        assertThat(isValid(0x80)).isFalse();
        assertThat(isValid(0xff)).isFalse();
    }

    @Test
    void doesNotLookBehindTheEnd() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.isValid(euro, 0, 1)).isFalse();
        assertThat(Utf8.isValid(euro, 0, 2)).isFalse();
        assertThat(Utf8.isValid(euro, 0, 3)).isTrue();
    }

    @Test
    void agreesWithTheJdkOnRandomBytes() {
        Random random = new Random(42);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) (random.nextInt(3) == 0 ? random.nextInt(128) : 0x80 + random.nextInt(128));
            }
            assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(jdkAccepts(bytes));
        }
    }

    private static boolean jdkAccepts(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isValid(int... bytes) {
        byte[] array = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            array[i] = (byte) bytes[i];
        }
        return Utf8.isValid(array, 0, array.length);
    }
}
