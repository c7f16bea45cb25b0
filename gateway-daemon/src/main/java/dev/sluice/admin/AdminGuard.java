package dev.sluice.admin;

import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Principal.Role;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.transport.GuessLimit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides who may look after the gateway. Safe for use by any thread.
 *
 * <p>Where no credentials are asked for, whoever runs programs on this machine may; but pages of the Web, which run in a browser
 * on this machine, may not. Hence a request must name the gateway by a loopback name (a page that has its own name resolve to
 * loopback does not), must not come from a page of another origin, and to change something must be of a kind that pages of other
 * origins cannot send without asking first.
 */
final class AdminGuard {
    /** What tokens for this are shown to. */
    static final String REALM = "admin";

    private static final String SCHEME = "bearer ";
    private static final int MAX_TOKEN = 8 * 1024;
    private static final Principal LOCAL = new Principal("local", Role.ADMINISTRATOR);
    private static final Bearer TOKEN =
            new Bearer(new Principal("token", Role.ADMINISTRATOR), Instant.MAX, Map.of());

    private final AdminConfig config;
    private final Authenticator authenticator;
    private final GuessLimit guesses;

    AdminGuard(AdminConfig config, Authenticator authenticator, GuessLimit guesses) {
        this.config = config;
        this.authenticator = authenticator;
        this.guesses = guesses;
    }

    /** Who asks, or why there is no answer. */
    CompletionStage<Authentication> authenticate(Request request) {
        Optional<Response> fault = fault(request);
        if (fault.isPresent()) {
            return Authentication.denied(fault.get());
        }
        return config.wantsCredentials() ? bearer(request) : Authentication.granted(LOCAL);
    }

    /** What is wrong with a request whoever sends it. */
    Optional<Response> fault(Request request) {
        String host = request.headers().first("Host").orElse("");
        if (!config.wantsCredentials() && !AdminConfig.isLoopback(name(host))) {
            return refused("Host: '" + host + "' (expected: localhost or a loopback address)");
        }
        List<String> origins = request.headers().all("Origin");
        if (!origins.stream().allMatch(origin -> isSame(origin, request, host))) {
            return refused("Origin: a page from elsewhere (expected: none, or this address)");
        }
        Optional<String> site = request.headers().first("Sec-Fetch-Site");
        if (origins.isEmpty() && site.isPresent() && !isOwn(site.get())) {
            return refused("Sec-Fetch-Site: '" + Answers.cut(site.get()) + "' (expected: same-origin or none)");
        }
        boolean isUnguarded = request.method().equals("POST") && !config.wantsCredentials(); // no page can add a token
        return isUnguarded ? notJson(request) : Optional.empty();
    }

    private static boolean isSame(String origin, Request request, String host) {
        return origin.equalsIgnoreCase((request.secure() ? "https://" : "http://") + host);
    }

    private static boolean isOwn(String site) {
        return site.equals("same-origin") || site.equals("none");
    }

    /** Pages of other origins can send forms and plain text unasked, JSON they cannot. */
    private static Optional<Response> notJson(Request request) {
        String type = request.headers().first("Content-Type").orElse("");
        return type.toLowerCase(Locale.ROOT).split(";", 2)[0].trim().equals("application/json")
                ? Optional.empty()
                : Optional.of(
                        Answers.error(415, "Content-Type: '" + Answers.cut(type) + "' (expected: application/json)"));
    }

    /** The host of {@code Host} without its port. */
    private static String name(String host) {
        int bracket = host.indexOf(']');
        int colon = host.indexOf(':', Math.max(bracket, 0));
        return (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    private CompletionStage<Authentication> bearer(Request request) {
        Optional<String> token = request.headers()
                .first("Authorization")
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
                .map(value -> value.substring(SCHEME.length()).trim())
                .filter(value -> value.length() <= MAX_TOKEN);
        if (token.isEmpty()) {
            return Authentication.denied(unauthorized("no bearer token"));
        }
        return guesses.judge(request.remote().getAddress(), () -> known(token.get()))
                .thenApply(AdminGuard::judge);
    }

    private CompletionStage<Optional<Bearer>> known(String token) {
        if (isToken(token)) {
            return CompletableFuture.completedFuture(Optional.of(TOKEN));
        }
        return config.jwt()
                ? authenticator.bearer(REALM, token)
                : CompletableFuture.completedFuture(Optional.empty());
    }

    private static Authentication judge(Optional<Bearer> bearer) {
        if (bearer.isEmpty()) {
            return new Authentication.Denied(unauthorized("a token that is not known here"));
        }
        Principal principal = bearer.get().principal();
        return principal.role().includes(Role.ADMINISTRATOR)
                ? new Authentication.Granted(principal, bearer.get().expires())
                : new Authentication.Denied(
                        Answers.error(403, "role " + principal.role().wireName() + " (expected: administrator)"));
    }

    private boolean isToken(String token) {
        byte[] expected = config.tokenHash().orElse("").getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, hash(token).getBytes(StandardCharsets.US_ASCII));
    }

    static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static Optional<Response> refused(String problem) {
        return Optional.of(Answers.error(403, problem));
    }

    private static Response unauthorized(String found) {
        return Answers.error(401, found + " (expected: Authorization: Bearer TOKEN)")
                .with("WWW-Authenticate", "Bearer realm=\"sluice-admin\"");
    }
}
