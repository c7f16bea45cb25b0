package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three connections of one event loop that are sent something one after another. */
class SharedFramesTest {
    private final SharedFrames shared = new SharedFrames();
    private final List<EmbeddedChannel> channels =
            IntStream.range(0, 3).mapToObj(i -> new EmbeddedChannel()).toList();
    private final List<Outbound> senders =
            channels.stream().map(channel -> new Outbound(channel, shared)).toList();

    @AfterEach
    void close() {
        shared.close();
        senders.forEach(Outbound::release);
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void framesWhatManyAreSentOnce() {
        byte[][] burst = {text("one"), text("two"), text("three")};
        shared.open();
        for (Outbound sender : senders) {
            for (byte[] message : burst) {
                sender.frame(Frames.TEXT, message);
            }
            sender.flush();
        }
        List<ByteBuf> sent = channels.stream()
                .map(channel -> (ByteBuf) channel.readOutbound())
                .toList();
        assertThat(sent).allSatisfy(frames -> assertThat(texts(frames)).containsExactly("one", "two", "three"));
        assertThat(sent)
                .extracting(ByteBuf::memoryAddress)
                .containsOnly(sent.get(0).memoryAddress());
        sent.forEach(ByteBuf::release);
    }

    @Test
    void sendsEachItsOwnWhereTheyDiffer() {
        byte[] common = text("common");
        shared.open();
        for (int i = 0; i < senders.size(); i++) {
            senders.get(i).frame(Frames.TEXT, common);
            senders.get(i).frame(Frames.TEXT, text("for " + i));
            senders.get(i).flush();
        }
        for (int i = 0; i < senders.size(); i++) {
            assertThat(sent(i)).containsExactly("common", "for " + i);
        }
    }

    @Test
    void tellsATextFromTheSameBytesAsAnotherKind() {
        byte[] bytes = text("either");
        shared.open();
        senders.get(0).frame(Frames.TEXT, bytes);
        senders.get(0).flush();
        senders.get(1).frame(Frames.BINARY, bytes);
        senders.get(1).flush();
        assertThat(opcode(0)).isEqualTo(Frames.TEXT);
        assertThat(opcode(1)).isEqualTo(Frames.BINARY);
    }

    @Test
    void keepsApartWhatTwoAreSentInTurns() {
        shared.open();
        for (int i = 0; i < 3; i++) {
            senders.get(0).frame(Frames.TEXT, text("a" + i));
            senders.get(1).frame(Frames.TEXT, text("b" + i));
        }
        senders.get(0).flush();
        senders.get(1).flush();
        assertThat(sent(0)).containsExactly("a0", "a1", "a2");
        assertThat(sent(1)).containsExactly("b0", "b1", "b2");
    }

    @Test
    void keepsTheOrderWhenThereIsMoreThanItGathers() {
        int count = 3 * SharedFrames.MESSAGES + 1;
        shared.open();
        for (int i = 0; i < count; i++) {
            senders.get(0).frame(Frames.TEXT, text(Integer.toString(i)));
        }
        senders.get(0).flush();
        assertThat(sent(0)).hasSize(count).isSortedAccordingTo((a, b) -> Integer.parseInt(a) - Integer.parseInt(b));
    }

    @Test
    void saysGoodbyeBehindWhatItHasGathered() {
        shared.open();
        senders.get(0).frame(Frames.TEXT, text("last words"));
        senders.get(0).close(1000, "");
        senders.get(0).flush();
        assertThat(sent(0).get(0)).isEqualTo("last words");
    }

    @Test
    void holdsNothingOfAConnectionThatHasGone() {
        shared.open();
        senders.get(0).frame(Frames.TEXT, text("nobody reads this"));
        senders.get(0).release();
        senders.get(1).frame(Frames.TEXT, text("somebody reads this"));
        senders.get(1).flush();
        assertThat(sent(1)).containsExactly("somebody reads this");
    }

    private int opcode(int number) {
        ByteBuf frames = channels.get(number).readOutbound();
        try {
            return frames.getByte(0) & 0x0f;
        } finally {
            frames.release();
        }
    }

    private List<String> sent(int number) {
        List<String> all = new ArrayList<>();
        for (ByteBuf frames = channels.get(number).readOutbound();
                frames != null;
                frames = channels.get(number).readOutbound()) {
            all.addAll(texts(frames));
            frames.release();
        }
        return all;
    }

    /** Of frames that are short. */
    private static List<String> texts(ByteBuf frames) {
        List<String> texts = new ArrayList<>();
        while (frames.isReadable()) {
            frames.skipBytes(1);
            texts.add(frames.readCharSequence(frames.readByte(), StandardCharsets.UTF_8)
                    .toString());
        }
        return texts;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
