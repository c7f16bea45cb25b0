package dev.sluice.transport;

import dev.sluice.device.DeviceFilter;
import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.BasicCredentials;
import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.PathPattern;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.protocol.Services;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.SessionHandler;
import dev.sluice.protocol.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A protocol for the transport's tests. Texts are commands: {@code fail}, {@code overflow}, {@code link}, {@code memory}, {@code assert} throw, {@code watch} subscribes to all devices and
 * then names what they say, {@code watch-large} does so in 20,000 characters, {@code wait} waits for {@link #release}, {@code burst N} sends N texts of 1,000 characters,
 * {@code close N} closes; anything else is echoed. {@code /secret} wants a password, {@code /open} does not,
 * {@code /past} is for credentials that have expired, {@code /later} waits for {@link #release}, {@code /compressed} is open and compresses for who offers it.
 */
final class EchoProtocol implements Protocol {
    /** What was closed, as {@code CODE reason}. */
    final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

    /** Completed by the test for those who wait. */
    final CompletableFuture<String> release = new CompletableFuture<>();

    private final Limits limits;
    private final List<String> paths;

    /** Serves {@code /open}, {@code /secret} and {@code /}. */
    EchoProtocol(Limits limits) {
        this(limits, List.of("/open", "/secret", "/"));
    }

    EchoProtocol(Limits limits, List<String> paths) {
        this.limits = limits;
        this.paths = paths;
    }

    @Override
    public Service serve(Services services) {
        return new Service(
                paths.stream().map(path -> endpoint(path, services)).toList(),
                List.of(
                        HttpRoute.of("/hello/{name}", (request, parts) -> respond(200, "hello " + parts.get("name"))),
                        HttpRoute.of(
                                "/body",
                                (request, parts) -> respond(200, request.method() + " " + request.body().length)),
                        HttpRoute.of("/broken", (request, parts) -> {
                            throw new IllegalStateException("broken on purpose");
                        })),
                new Usage("none", "-"));
    }

    private static CompletionStage<Response> respond(int status, String text) {
        return CompletableFuture.completedFuture(Response.text(status, text));
    }

    private Endpoint endpoint(String path, Services services) {
        return new Endpoint() {
            @Override
            public PathPattern path() {
                return PathPattern.of(path);
            }

            @Override
            public CompletionStage<Authentication> authenticate(Request handshake) {
                if (path.equals("/later")) {
                    return release.thenApply(name -> new Authentication.Granted(new Principal(name)));
                }
                if (path.equals("/past")) {
                    return CompletableFuture.completedFuture(
                            new Authentication.Granted(new Principal("ada"), Instant.EPOCH));
                }
                if (path.equals("/open") || path.equals("/compressed")) {
                    return Authentication.granted(Principal.ANONYMOUS);
                }
                Optional<BasicCredentials> credentials = BasicCredentials.of(handshake);
                if (credentials.isEmpty()) {
                    return Authentication.denied(
                            Response.text(401, "who?").with("WWW-Authenticate", "Basic realm=\"test\""));
                }
                return services.authenticator()
                        .password(
                                "test",
                                credentials.get().user(),
                                credentials.get().password())
                        .thenApply(principal -> principal
                                .<Authentication>map(Authentication.Granted::new)
                                .orElseGet(() -> new Authentication.Denied(Response.text(401, "wrong"))));
            }

            @Override
            public Admission admit(Request handshake, Principal principal) {
                return new Admission.Accepted(
                        new Echo(),
                        handshake.headers().first("Sec-WebSocket-Protocol").filter("echo"::equals));
            }

            @Override
            public Limits limits() {
                return limits;
            }

            @Override
            public boolean compresses() {
                return path.equals("/compressed");
            }
        };
    }

    private final class Echo implements SessionHandler {
        private Session session;

        @Override
        public void onOpen(Session opened) {
            session = opened;
        }

        @Override
        public void onText(Text text) {
            String[] words = text.toString().split(" ");
            switch (words[0]) {
                case "fail" -> throw new IllegalStateException("failed on purpose");
                case "overflow" -> throw new StackOverflowError("on purpose");
                case "link" -> throw new NoClassDefFoundError("on purpose");
                case "memory" -> throw new OutOfMemoryError("on purpose");
                case "assert" -> throw new AssertionError("on purpose");
                case "watch" -> {
                    session.watch(
                            DeviceFilter.all(),
                            published -> session.send(
                                    Payload.of(published.event().getClass().getSimpleName() + " "
                                            + published.event().device())));
                    session.send(Payload.of("watching"));
                }
                case "watch-large" -> {
                    session.watch(
                            DeviceFilter.all(),
                            published -> session.send(Payload.of(
                                    published.event().getClass().getSimpleName() + " " + "x".repeat(20_000))));
                    session.send(Payload.of("watching"));
                }
                case "wait" -> session.await(release, (value, failure) -> session.send(Payload.of(value)));
                case "burst" -> {
                    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                        session.send(Payload.of("x".repeat(1000)));
                    }
                }
                case "probe" ->
                    session.probe(Duration.ofMillis(1), alive -> session.send(Payload.of(alive ? "alive" : "gone")));
                case "patient-probe" ->
                    session.probe(Duration.ofSeconds(20), alive -> session.send(Payload.of(alive ? "alive" : "gone")));
                case "feed" -> feed(Integer.parseInt(words[1]));
                case "when-writable" -> {
                    session.whenWritable(() -> session.send(Payload.of("writable")));
                    session.send(Payload.of("x".repeat(20_000_000)));
                }
                case "close" -> session.close(Integer.parseInt(words[1]), "as you wish");
                case "who" -> session.send(Payload.of(session.principal().name()));
                default -> session.send(Payload.of(text.toString()));
            }
        }

        /** From another thread, in batches of ten. */
        private void feed(int items) {
            Consumer<List<Integer>> feed =
                    session.<Integer>feed(item -> session.send(Payload.of(item + " " + "x".repeat(20_000))));
            Thread feeder = new Thread(() -> {
                for (int i = 0; i < items; i += 10) {
                    feed.accept(IntStream.range(i, i + 10).boxed().toList());
                }
            });
            feeder.start();
        }

        @Override
        public void onBinary(Binary message) {
            session.send(Payload.of("binary " + message.length()));
        }

        @Override
        public void onClose(int code, String reason) {
            closed.add(code + " " + reason);
        }
    }

    /** This protocol alone, as a gateway takes it. */
    Map<String, Protocol> alone() {
        return Map.of("echo", this);
    }
}
