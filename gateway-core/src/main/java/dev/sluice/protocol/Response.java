package dev.sluice.protocol;

import java.nio.charset.StandardCharsets;

/** An HTTP response. The transport adds length, date and connection fields. */
public record Response(int status, Headers headers, byte[] body) {
    public static Response text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text);
    }

    public static Response json(int status, String json) {
        return of(status, "application/json", json);
    }

    public static Response html(int status, String html) {
        return of(status, "text/html; charset=utf-8", html);
    }

    public Response with(String name, String value) {
        return new Response(status, headers.with(name, value), body);
    }

    private static Response of(int status, String type, String body) {
        return new Response(status, Headers.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
    }
}
