package dev.sluice.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request, also one that asks for a WebSocket.
 *
 * @param method in upper case
 * @param path decoded, without the query, beginning with {@code /}
 * @param query decoded parameters in the order given
 * @param remote the client's address
 * @param secure whether it came over TLS
 * @param certificate whom the client's certificate names, if it has shown one and the listener takes its word
 * @param body empty for a handshake
 */
public record Request(
        String method,
        String path,
        Map<String, List<String>> query,
        Headers headers,
        InetSocketAddress remote,
        boolean secure,
        Optional<Principal> certificate,
        byte[] body) {

    private static final byte[] NOTHING = {};

    /** A {@code GET} from loopback, to be refined with the {@code with…} methods. */
    public static Request get(String path) {
        return new Request(
                "GET",
                path,
                Map.of(),
                Headers.none(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                false,
                Optional.empty(),
                NOTHING);
    }

    public Request withPath(String other) {
        return new Request(method, other, query, headers, remote, secure, certificate, body);
    }

    public Request withMethod(String name, byte[] content) {
        return new Request(name, path, query, headers, remote, secure, certificate, content);
    }

    public Request withHeader(String name, String value) {
        return new Request(method, path, query, headers.with(name, value), remote, secure, certificate, body);
    }

    public Request withHeaders(Headers others) {
        return new Request(method, path, query, others, remote, secure, certificate, body);
    }

    public Request withQuery(String name, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(query);
        more.put(name, List.of(value));
        return new Request(method, path, more, headers, remote, secure, certificate, body);
    }

    public Request withRemote(InetSocketAddress address) {
        return new Request(method, path, query, headers, address, secure, certificate, body);
    }

    public Request withCertificate(Optional<Principal> owner) {
        return new Request(method, path, query, headers, remote, secure, owner, body);
    }

    /** The first value of a query parameter. */
    public Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Method and path, fit for a log; never the query, the headers or the body, which may hold secrets. */
    @Override
    public String toString() {
        return Json.echo(method) + " " + Json.echo(path) + " from " + remote;
    }
}
