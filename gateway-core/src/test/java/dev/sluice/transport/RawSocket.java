package dev.sluice.transport;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;

/** A TCP connection on which a test writes the very bytes it wants. */
final class RawSocket implements AutoCloseable {
    static final String HANDSHAKE = """
            GET /open HTTP/1.1\r
            Host: localhost\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    RawSocket(int port) throws IOException {
        this(port, 0);
    }

    /**
     * A connection that takes little while the test does not read.
     *
     * @param receiveBytes what the system may keep for the test, 0 for as much as it likes
     */
    RawSocket(int port, int receiveBytes) throws IOException {
        this(connected(port, receiveBytes));
    }

    private static Socket connected(int port, int receiveBytes) throws IOException {
        Socket socket = new Socket();
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    /** One that is connected already, perhaps with TLS; closed with this. */
    RawSocket(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** A connection that already speaks WebSocket. */
    static RawSocket upgraded(int port) throws IOException {
        return upgraded(new RawSocket(port), "/open", "");
    }

    /** One that takes little while the test does not read. */
    static RawSocket upgraded(int port, int receiveBytes) throws IOException {
        return upgraded(new RawSocket(port, receiveBytes), "/open", "");
    }

    /** The same on another path, with more header lines, each with its line break. */
    static RawSocket upgraded(int port, String path, String headers) throws IOException {
        return upgraded(new RawSocket(port), path, headers);
    }

    /** The same on a connection that is there. */
    static RawSocket upgraded(RawSocket raw, String path, String headers) throws IOException {
        raw.write(HANDSHAKE.replace("/open", path).replaceFirst("Host", headers + "Host"));
        String head = raw.readHead();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError(head);
        }
        return raw;
    }

    RawSocket write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    RawSocket write(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Status line and headers, up to the empty line. */
    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** Everything up to the end of the connection. */
    String readAll() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The next frame, whatever its reserved bits. */
    Frame next() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        return new Frame(first, in.readNBytes(length));
    }

    /** A frame from the server, of which {@code first} is the first byte. */
    record Frame(int first, byte[] payload) {}

    /** The next frame, as {@code OPCODE payload}; of a Close frame as {@code 8 CODE reason}. */
    String readFrame() {
        try {
            Frame frame = next();
            int opcode = frame.first() & 0x0f;
            byte[] payload = frame.payload();
            if (opcode == 8 && payload.length >= 2) {
                int code = ByteBuffer.wrap(payload).getShort() & 0xffff;
                return "8 " + code + " " + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
            }
            return opcode + " " + new String(payload, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame, which must be a compressed text of at most {@code limit} bytes. */
    String readDeflated(int limit) throws IOException, DataFormatException {
        Frame frame = next();
        if (frame.first() != 0xc1) {
            throw new AssertionError("no compressed text: " + frame.first());
        }
        return new String(
                Deflation.inflate(frame.payload(), frame.payload().length, limit)
                        .orElseThrow(),
                StandardCharsets.UTF_8);
    }

    /** Says that nothing more comes, and that the server's end is awaited. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Whether the server has ended the connection and sent nothing more. */
    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    /** A masked frame as a client sends it. */
    static byte[] frame(int firstByte, byte[] payload) {
        byte[] mask = {0x11, 0x22, 0x33, 0x44};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(firstByte);
        if (payload.length < 126) {
            bytes.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            bytes.write(0x80 | 126);
            bytes.write(payload.length >>> 8);
            bytes.write(payload.length);
        } else {
            bytes.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes.write((int) ((long) payload.length >>> shift));
            }
        }
        bytes.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            bytes.write(payload[i] ^ mask[i % 4]);
        }
        return bytes.toByteArray();
    }

    static byte[] text(String text) {
        return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
