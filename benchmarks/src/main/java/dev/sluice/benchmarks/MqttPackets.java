package dev.sluice.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The few packets of MQTT 3.1.1 that a load needs. Any thread; no state. */
final class MqttPackets {
    private static final int CONNECT = 0x10;
    private static final int SUBSCRIBE = 0x82;
    private static final int PUBLISH = 0x30;
    private static final byte CLEAN_SESSION = 2;
    private static final byte LEVEL_3_1_1 = 4;
    private static final int LONGEST_HEADER = 5;

    private MqttPackets() {}

    /** A new session without a keep-alive. */
    static ByteBuffer connect(String clientId) {
        ByteBuffer body = ByteBuffer.allocate(64 + clientId.length());
        put(body, "MQTT");
        body.put(LEVEL_3_1_1).put(CLEAN_SESSION).putShort((short) 0);
        put(body, clientId);
        return packet(CONNECT, body.flip());
    }

    /** At most once. */
    static ByteBuffer subscribe(String filter) {
        ByteBuffer body = ByteBuffer.allocate(16 + filter.length());
        body.putShort((short) 1);
        put(body, filter);
        body.put((byte) 0);
        return packet(SUBSCRIBE, body.flip());
    }

    /** At most once; nothing is kept. */
    static ByteBuffer publish(String topic, String payload) {
        ByteBuffer body = ByteBuffer.allocate(16 + topic.length() + payload.length());
        put(body, topic);
        body.put(payload.getBytes(StandardCharsets.US_ASCII));
        return packet(PUBLISH, body.flip());
    }

    private static void put(ByteBuffer body, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        body.putShort((short) bytes.length).put(bytes);
    }

    private static ByteBuffer packet(int first, ByteBuffer body) {
        ByteBuffer packet = ByteBuffer.allocate(LONGEST_HEADER + body.remaining());
        packet.put((byte) first);
        int length = body.remaining();
        while (length > 127) {
            packet.put((byte) ((length & 127) | 128));
            length >>>= 7;
        }
        return packet.put((byte) length).put(body).flip();
    }

    /** Counts the messages among complete packets, and leaves the position at the first that is not complete. */
    static int messages(ByteBuffer packets) {
        int messages = 0;
        while (packets.remaining() >= 2) {
            int at = packets.position() + 1;
            int length = 0;
            int shift = 0;
            boolean more = true;
            while (more && at < packets.limit()) {
                int digit = packets.get(at++);
                length |= (digit & 127) << shift;
                shift += 7;
                more = digit < 0;
            }
            if (more || packets.limit() - at < length) {
                return messages;
            }
            if ((packets.get(packets.position()) & 0xf0) == PUBLISH) {
                messages++;
            }
            packets.position(at + length);
        }
        return messages;
    }
}
