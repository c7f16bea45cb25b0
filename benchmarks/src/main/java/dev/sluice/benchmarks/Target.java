package dev.sluice.benchmarks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Where a load goes: this machine only, so that a slip cannot turn the generator on somebody else.
 *
 * @param address a loopback address: 127.0.0.0/8 or ::1
 * @param path the request target of the handshake, for example {@code /valve}
 * @param headers further header lines of the handshake, for example {@code Authorization: Basic …}
 * @param secure whether the connection is secured by TLS
 */
record Target(InetSocketAddress address, String path, List<String> headers, boolean secure) {
    /** Sixteen bytes in base64, as a handshake wants; always the same, since nobody caches here. */
    private static final String KEY =
            Base64.getEncoder().encodeToString("sluice-benchmark".getBytes(StandardCharsets.US_ASCII));

    /** What RFC 6455 appends to the key before hashing. */
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    static final String DEFLATE = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    Target {
        InetAddress host = address.getAddress();
        if (host == null || !host.isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "target: " + address.getHostString() + " (expected: an address in 127.0.0.0/8, or ::1)");
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path: '" + path + "' (expected: a text that begins with /)");
        }
        for (String header : headers) {
            if (!header.matches("[A-Za-z0-9-]+: [\\x20-\\x7e]*")) {
                throw new IllegalArgumentException("header: '" + header + "' (expected: Name: value, in ASCII)");
            }
        }
        headers = List.copyOf(headers);
    }

    static Target of(int port, String path, String... headers) {
        return new Target(loopback(port), path, List.of(headers), false);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The same over TLS, which has a port of its own. */
    Target secured(int port) {
        return new Target(loopback(port), path, headers, true);
    }

    /** The same with an offer to take compressed messages, each compressed for itself. */
    Target compressed() {
        List<String> all = new ArrayList<>(headers);
        all.add(EXTENSIONS + ": " + DEFLATE);
        return new Target(address, path, all, secure);
    }

    boolean isCompressed() {
        return headers.contains(EXTENSIONS + ": " + DEFLATE);
    }

    /** The handshake request, complete. */
    byte[] upgradeRequest() {
        StringBuilder request = new StringBuilder()
                .append("GET " + path + " HTTP/1.1\r\n")
                .append("Host: localhost:" + address.getPort() + "\r\n")
                .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
                .append("Sec-WebSocket-Key: " + KEY + "\r\n");
        headers.forEach(header -> request.append(header).append("\r\n"));
        return request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** What {@code Sec-WebSocket-Accept} of the answer to {@link #upgradeRequest} must say. */
    static String acceptKey() {
        return acceptKey(KEY);
    }

    static String acceptKey(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is missing (every Java platform has it)", e);
        }
    }
}
