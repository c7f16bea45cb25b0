package dev.sluice.transport;

import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rules of the opening handshake (RFC 6455, section 4.2) that are the same for every protocol. */
final class Handshake {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private Handshake() {}

    /** Whether a request asks for a WebSocket at all. */
    static boolean isAskedFor(Request request) {
        return hasToken(request.headers().all("Upgrade"), "websocket");
    }

    /** What is wrong with a handshake, if anything. */
    static Optional<Response> fault(Request request, boolean http11) {
        if (!request.method().equals("GET") || !http11) {
            return Optional.of(Response.text(400, "a WebSocket handshake is a GET of HTTP/1.1\n"));
        }
        if (!hasToken(request.headers().all("Connection"), "upgrade")) {
            return Optional.of(Response.text(400, "Connection: no 'Upgrade' (expected: Upgrade)\n"));
        }
        List<String> versions = request.headers().all("Sec-WebSocket-Version");
        if (!versions.equals(List.of("13"))) {
            return Optional.of(Response.text(
                            426,
                            "Sec-WebSocket-Version: " + versions.size() + " value(s), not 13 alone (expected: 13)\n")
                    .with("Sec-WebSocket-Version", "13")
                    .with("Upgrade", "websocket"));
        }
        List<String> keys = request.headers().all("Sec-WebSocket-Key");
        if (keys.size() != 1 || !isKey(keys.get(0))) {
            return Optional.of(Response.text(400, "Sec-WebSocket-Key: expected 16 bytes in Base64, once\n"));
        }
        return Optional.empty();
    }

    /** The {@code Sec-WebSocket-Accept} for a request whose key is known to be good. */
    static String accept(Request request) {
        String key = request.headers().first("Sec-WebSocket-Key").orElseThrow().trim();
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-1", e);
        }
    }

    /** The answer that opens the WebSocket. */
    static FullHttpResponse answer(Request request, Admission.Accepted accepted, Optional<Deflation> deflation) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, accept(request));
        deflation.ifPresent(
                agreed -> response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, agreed.answer()));
        accepted.subprotocol().ifPresent(name -> response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, name));
        return response;
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key.trim()).length == KEY_BYTES
                    && key.trim().length() == 24;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether one of a field's comma-separated values is {@code token}, in any letter case. */
    static boolean hasToken(List<String> values, String token) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(part -> part.trim().toLowerCase(Locale.ROOT).equals(token));
    }
}
