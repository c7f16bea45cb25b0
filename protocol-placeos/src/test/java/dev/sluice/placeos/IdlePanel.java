package dev.sluice.placeos;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client that reads only when the test does. The test's thread. */
final class IdlePanel implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    private IdlePanel(int port) throws IOException {
        socket.setReceiveBufferSize(8192); // before connecting, so that the kernel keeps to it
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    static IdlePanel connect(int port, String path, Map<String, String> headers) throws IOException {
        IdlePanel panel = new IdlePanel(port);
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        panel.write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        String head = panel.readHead();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError(head);
        }
        return panel;
    }

    /** Sends a text of less than 126 bytes, masked with zeros. */
    void send(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        write(new byte[] {(byte) 0x81, (byte) (0x80 | payload.length), 0, 0, 0, 0});
        write(payload);
    }

    /** All texts up to the first that contains {@code part}. */
    List<String> readUntil(String part) throws IOException {
        List<String> texts = new ArrayList<>();
        do {
            texts.add(readText());
        } while (!texts.get(texts.size() - 1).contains(part));
        return texts;
    }

    private String readText() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        byte[] payload = in.readNBytes(length == 126 ? in.readUnsignedShort() : length);
        String text = new String(payload, StandardCharsets.UTF_8);
        if (opcode != 1) {
            throw new AssertionError("opcode " + opcode + " (expected: text): " + text);
        }
        return text;
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
