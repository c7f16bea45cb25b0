package dev.sluice.transport;

import dev.sluice.config.Config;
import dev.sluice.protocol.Request;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Web pages of which origins may talk to a listener, beside those that it serves itself. Browsers say where a page comes
 * from, and send cookies on their own; who is no browser says what it likes. So an origin that is said must be admitted, and
 * a cookie counts only beside one.
 *
 * @param listed such as {@code https://panel.example}; {@code *} for all
 */
public record Origins(List<String> listed) {
    private static final String ALL = "*";
    private static final Pattern ORIGIN = Pattern.compile("\\*|null|[a-z][a-z0-9+.-]*://[^/\\s?#@]+");
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|[0-9]+(\\.[0-9]+){3}");

    /** Pages of the listener's own address alone. */
    public static final Origins SAME = new Origins(List.of());

    public Origins {
        listed = listed.stream().map(Origins::normal).toList();
    }

    /** Reads the key {@code origins}, a list; what is not there is as in {@code fallback}. */
    static Origins read(Config config, Origins fallback) {
        List<String> origins = config.texts("origins", fallback.listed);
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin.toLowerCase(Locale.ROOT)).matches()) {
                config.reject("origins", "'" + origin + "'", "scheme://host or scheme://host:port, or *");
            }
        }
        return new Origins(origins);
    }

    /**
     * The origin for which a request has to be refused, if there is one.
     *
     * @param more origins that are admitted besides
     */
    Optional<String> refused(Request request, List<String> more) {
        List<String> said = request.headers().all("Origin");
        if (said.size() > 1) {
            return Optional.of(String.join(", ", said));
        }
        return said.stream()
                .filter(origin -> !admits(normal(origin), request, more))
                .findFirst();
    }

    private boolean admits(String origin, Request request, List<String> more) {
        return listed.contains(ALL)
                || listed.contains(origin)
                || new Origins(more).listed.contains(origin)
                || isSame(origin, request);
    }

    private static boolean isSame(String origin, Request request) {
        String host = request.headers().first("Host").orElse("");
        String own = (request.secure() ? "https://" : "http://") + host;
        return !host.isEmpty() && origin.equals(normal(own)) && isTrusted(host, request);
    }

    /** The name by which a request knows this machine, if it is one that can be trusted. */
    static Optional<String> name(Request request) {
        return request.headers()
                .first("Host")
                .filter(host -> isTrusted(host, request))
                .map(host -> host.replaceFirst(":[0-9]*$", ""))
                .filter(name -> !name.isEmpty());
    }

    /**
     * Whether the Host of a request from this very machine is one that nobody else can point here: the page of a stranger
     * whose name is made to mean 127.0.0.1 has the same origin, and must not reach what is only for this machine.
     */
    private static boolean isTrusted(String host, Request request) {
        String name = host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
        return !request.remote().getAddress().isLoopbackAddress()
                || name.equals("localhost")
                || name.endsWith(".localhost")
                || ADDRESS.matcher(name).matches();
    }

    /** In small letters, without the port that goes without saying. */
    private static String normal(String origin) {
        String small = origin.trim().toLowerCase(Locale.ROOT);
        return small.startsWith("https://") ? without(small, ":443") : without(small, ":80");
    }

    private static String without(String origin, String port) {
        return origin.startsWith("http") && origin.endsWith(port)
                ? origin.substring(0, origin.length() - port.length())
                : origin;
    }

    /** The request without its cookies, unless it comes from a page that is admitted. */
    Request vouched(Request request) {
        boolean vouched = !request.headers().all("Origin").isEmpty()
                && refused(request, List.of()).isEmpty();
        return vouched || request.headers().all("Cookie").isEmpty()
                ? request
                : request.withHeaders(request.headers().without("Cookie"));
    }
}
