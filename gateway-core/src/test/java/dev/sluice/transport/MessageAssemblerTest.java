package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Text;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageAssemblerTest {
    private final List<String> seen = new ArrayList<>();
    private final Limits limits = Limits.DEFAULT.withMessageBytes(10);
    private final MessageAssembler assembler = new MessageAssembler(limits, byte[]::new, new MessageAssembler.Sink() {
        @Override
        public void text(Text text) {
            seen.add(text.toString());
        }

        @Override
        public void binary(Binary message) {
            seen.add("binary " + message.length());
        }

        @Override
        public void refuse(int code, String reason) {
            seen.add(code + " " + reason);
        }
    });

    @Test
    void putsFragmentsTogetherAndStartsAnew() {
        text(false, "ab");
        more(false, "");
        more(true, "cd");
        text(true, "ef");
        assembler.add(new BinaryWebSocketFrame(false, 0, Unpooled.wrappedBuffer(new byte[3])));
        more(true, "x");
        text(true, "");
        assertThat(seen).containsExactly("abcd", "ef", "binary 4", "");
    }

    @Test
    void takesAMessageOfExactlyTheLimitAndNoneThatIsLonger() {
        text(false, "01234");
        more(true, "56789");
        text(false, "01234");
        more(true, "56789x");
        assertThat(seen).containsExactly("0123456789", "1009 message of more than 10 bytes");
    }

    @Test
    void boundsTheNumberOfFragments() {
        text(false, "");
        for (int i = 0; i < limits.fragments(); i++) {
            more(false, "");
        }
        assertThat(seen).containsExactly("1008 message of more than 256 fragments");
    }

    @Test
    void refusesATextThatIsNotUtf8AsAWhole() {
        assembler.add(new TextWebSocketFrame(false, 0, Unpooled.wrappedBuffer(new byte[] {(byte) 0xc3})));
        more(true, "x");
        assertThat(seen).containsExactly("1007 text that is not UTF-8");
    }

    private void text(boolean last, String text) {
        assembler.add(new TextWebSocketFrame(last, 0, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
    }

    private void more(boolean last, String text) {
        assembler.add(new ContinuationWebSocketFrame(last, 0, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
    }
}
