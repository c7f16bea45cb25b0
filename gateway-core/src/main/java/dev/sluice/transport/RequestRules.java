package dev.sluice.transport;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a request's fields must be before anybody looks at what it wants (RFC 9112). */
final class RequestRules {
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

    private RequestRules() {}

    /** What is wrong, if anything. */
    static Optional<String> fault(HttpRequest request) {
        boolean http11 = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        return host(request.headers().getAll(HttpHeaderNames.HOST), http11)
                .or(() -> transferEncoding(request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING), http11))
                .or(() -> body(request));
    }

    private static Optional<String> host(List<String> hosts, boolean http11) {
        if (hosts.size() > 1 || (hosts.isEmpty() && http11)) {
            return Optional.of("Host: found " + hosts.size() + " (expected: 1)");
        }
        return hosts.isEmpty() || HOST.matcher(hosts.get(0)).matches()
                ? Optional.empty()
                : Optional.of("Host: expected a name or an address, and a port");
    }

    private static Optional<String> transferEncoding(List<String> codings, boolean http11) {
        boolean known = http11
                && codings.size() == 1
                && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(
                        codings.get(0).trim());
        return codings.isEmpty() || known
                ? Optional.empty()
                : Optional.of("Transfer-Encoding: expected chunked, once, in HTTP/1.1");
    }

    /** Were there one, its bytes could be taken for frames. */
    private static Optional<String> body(HttpRequest request) {
        boolean hasBody = request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                || !request.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0");
        return hasBody && Handshake.hasToken(request.headers().getAll(HttpHeaderNames.UPGRADE), "websocket")
                ? Optional.of("a handshake has no body")
                : Optional.empty();
    }
}
