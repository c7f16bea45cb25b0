package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** What one would write by hand to take messages from a broker: a thread that reads, and counts. */
final class BareSubscriber implements AutoCloseable {
    private static final int INPUT = 256 * 1024;

    private final SocketChannel channel;
    private final AtomicLong taken = new AtomicLong();

    private BareSubscriber(SocketChannel channel) {
        this.channel = channel;
    }

    static BareSubscriber start(SocketAddress broker, String filter) throws IOException {
        SocketChannel channel = SocketChannel.open(broker);
        channel.write(MqttPackets.connect("bare-subscriber"));
        channel.write(MqttPackets.subscribe(filter));
        BareSubscriber subscriber = new BareSubscriber(channel);
        Thread thread = new Thread(subscriber::read, "bare-subscriber");
        thread.setDaemon(true);
        thread.start();
        return subscriber;
    }

    private void read() {
        ByteBuffer input = ByteBuffer.allocateDirect(INPUT);
        try {
            while (channel.read(input) >= 0) {
                input.flip();
                taken.addAndGet(MqttPackets.messages(input));
                input.compact();
            }
        } catch (IOException e) {
            // it has been closed
        }
    }

    /** Messages so far; any thread may ask. */
    long taken() {
        return taken.get();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
