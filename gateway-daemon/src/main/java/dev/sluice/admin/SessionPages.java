package dev.sluice.admin;

import dev.sluice.admin.Page.Asked;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Response;
import dev.sluice.transport.SessionInfo;
import dev.sluice.transport.Sessions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Sessions: the list, one of them, and its end. */
final class SessionPages {
    private static final Logger log = LoggerFactory.getLogger(SessionPages.class);
    private static final int POLICY = 1008;
    private static final String CODES = "1000..1003, 1007..1014 or 3000..4999";
    private static final int REASON_LENGTH = 123;

    private final Sessions sessions;
    private final InstantSource clock;
    private final Executor workers;

    /** @param workers for what takes longer when there are many sessions */
    SessionPages(Sessions sessions, InstantSource clock, Executor workers) {
        this.sessions = sessions;
        this.clock = clock;
        this.workers = workers;
    }

    List<HttpRoute> routes(AdminGuard guard) {
        return List.of(
                Page.get("/api/sessions", guard, this::list),
                Page.of("/api/sessions/{id}", List.of("GET", "HEAD", "DELETE"), guard, this::one));
    }

    private CompletionStage<Response> list(Asked asked) {
        return sessions.list().thenApplyAsync(all -> page(asked, all), workers);
    }

    private Response page(Asked asked, List<SessionInfo> all) {
        String words = asked.parameter("q", "").toLowerCase(Locale.ROOT);
        String protocol = asked.parameter("protocol", "");
        List<SessionInfo> found = all.stream()
                .filter(session -> protocol.isEmpty() || session.protocol().equals(protocol))
                .filter(session -> words.isEmpty() || contains(session, words))
                .sorted(Comparator.comparing(SessionInfo::opened).thenComparing(SessionInfo::id))
                .toList();
        try {
            return Answers.json(200, Paging.of(asked).of("sessions", found, this::row));
        } catch (IllegalArgumentException e) {
            return Answers.error(400, String.valueOf(e.getMessage()));
        }
    }

    private static boolean contains(SessionInfo session, String words) {
        return session.principal().name().toLowerCase(Locale.ROOT).contains(words)
                || session.address().contains(words)
                || session.protocol().contains(words)
                || session.id().equals(words);
    }

    private CompletionStage<Response> one(Asked asked) {
        String id = asked.part("id");
        return asked.request().method().equals("DELETE")
                ? close(asked, id)
                : sessions.find(id).thenApply(found -> answer(found, id));
    }

    private CompletionStage<Response> close(Asked asked, String id) {
        Optional<Integer> code = code(asked.parameter("code", Integer.toString(POLICY)));
        if (code.isEmpty()) {
            return CompletableFuture.completedFuture(Answers.error(
                    400, "code: '" + Answers.cut(asked.parameter("code", "")) + "' (expected: " + CODES + ")"));
        }
        String reason = asked.parameter("reason", "closed by an administrator");
        if (reason.length() > REASON_LENGTH || reason.chars().anyMatch(Character::isISOControl)) {
            return CompletableFuture.completedFuture(Answers.error(
                    400,
                    "reason: " + reason.length() + " characters (expected: one line of at most " + REASON_LENGTH
                            + ")"));
        }
        return sessions.close(id, code.get(), reason).thenApply(found -> {
            found.ifPresent(session -> log.info(
                    "session {} is closed with {} by admin:{} from {}",
                    session.id(),
                    code.get(),
                    asked.principal().name(),
                    asked.request().remote()));
            return answer(found, id);
        });
    }

    /** A code that may appear in a frame. */
    private static Optional<Integer> code(String text) {
        try {
            int code = Integer.parseInt(text);
            boolean isStandard = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
            return isStandard || (code >= 3000 && code <= 4999) ? Optional.of(code) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Response answer(Optional<SessionInfo> found, String id) {
        return found.map(session -> Answers.json(200, row(session)))
                .orElseGet(() ->
                        Answers.error(404, "no session '" + Json.echo(id) + "' (expected: one of GET /api/sessions)"));
    }

    private ObjectNode row(SessionInfo session) {
        Duration age = Duration.between(session.opened(), clock.instant());
        return Json.object()
                .put("id", session.id())
                .put("protocol", session.protocol())
                .put("listener", session.listener())
                .put("principal", session.principal().name())
                .put("role", session.principal().role().wireName())
                .put("address", session.address())
                .put("opened", session.opened().toString())
                .put("age_seconds", Math.max(0, age.toSeconds()))
                .put("messages_in", session.messagesIn())
                .put("bytes_in", session.bytesIn())
                .put("messages_out", session.messagesOut())
                .put("bytes_out", session.bytesOut())
                .put("mailbox_events", session.mailboxEvents())
                .put("outbound_bytes", session.outboundBytes())
                .put("calls_in_flight", session.callsInFlight())
                .put("compressed", session.compressed());
    }
}
