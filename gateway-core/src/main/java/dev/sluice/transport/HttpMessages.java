package dev.sluice.transport;

import dev.sluice.protocol.Headers;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetSocketAddress;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Netty's HTTP messages to ours and back. */
final class HttpMessages {
    private static final byte[] NOTHING = {};

    private HttpMessages() {}

    /** A path or query with broken percent-encoding. */
    static final class BadUriException extends Exception {
        private static final long serialVersionUID = 1;

        BadUriException(Throwable cause) {
            super(cause);
        }
    }

    /**
     * Our view of a request, which stays the caller's.
     *
     * @throws BadUriException if its path or query is not well encoded
     */
    static Request request(FullHttpRequest http, InetSocketAddress remote, boolean secure) throws BadUriException {
        QueryStringDecoder uri = new QueryStringDecoder(http.uri());
        String path;
        Map<String, List<String>> query;
        try {
            path = uri.path().isEmpty() ? "/" : uri.path();
            query = uri.parameters();
        } catch (IllegalArgumentException e) {
            throw new BadUriException(e);
        }
        Headers headers = Headers.of(http.headers());
        byte[] body = http.content().isReadable() ? ByteBufUtil.getBytes(http.content()) : NOTHING;
        return new Request(http.method().name(), path, query, headers, remote, secure, Optional.empty(), body);
    }

    /** What to answer to a request that could not be decoded. */
    static Optional<Response> fault(DecoderResult result) {
        if (result.isSuccess()) {
            return Optional.empty();
        }
        Throwable cause = result.cause();
        if (cause instanceof TooLongHttpLineException) {
            return Optional.of(Response.text(414, "request line too long\n"));
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Optional.of(Response.text(431, "headers too large\n"));
        }
        String reason = cause instanceof BadRequestException ? ": " + cause.getMessage() : "";
        return Optional.of(Response.text(400, "not a well-formed HTTP request" + reason + "\n"));
    }

    @SuppressWarnings("JavaUtilDate") // Netty's formatter takes nothing else
    static FullHttpResponse response(Response response, boolean withBody) {
        FullHttpResponse http = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(response.status()),
                withBody ? Unpooled.wrappedBuffer(response.body()) : Unpooled.EMPTY_BUFFER);
        response.headers().asMap().forEach((name, values) -> http.headers().add(name, values));
        if (response.status() != 204) {
            http.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
        }
        http.headers().set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
        return http;
    }
}
