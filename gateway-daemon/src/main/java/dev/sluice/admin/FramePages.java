package dev.sluice.admin;

import dev.sluice.admin.Page.Asked;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Response;
import dev.sluice.transport.SeenFrame;
import dev.sluice.transport.SessionFrames;
import dev.sluice.transport.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The last frames of a session: to ask is to look, and who has been looked at for the first time is named in the log. */
final class FramePages {
    private static final Logger log = LoggerFactory.getLogger(FramePages.class);

    private final Sessions sessions;
    private final Executor workers;

    /** @param workers for what takes longer when there are many frames */
    FramePages(Sessions sessions, Executor workers) {
        this.sessions = sessions;
        this.workers = workers;
    }

    List<HttpRoute> routes(AdminGuard guard) {
        return List.of(Page.get("/api/sessions/{id}/frames", guard, this::frames));
    }

    private CompletionStage<Response> frames(Asked asked) {
        OptionalLong after = after(asked.parameter("after", "0"));
        if (after.isEmpty()) {
            return CompletableFuture.completedFuture(Answers.error(
                    400,
                    "after: '" + Answers.cut(asked.parameter("after", ""))
                            + "' (expected: number of a frame, 0 for all)"));
        }
        String id = asked.part("id");
        return sessions.frames(id, after.getAsLong()).thenApplyAsync(found -> answer(asked, id, found), workers);
    }

    private static OptionalLong after(String text) {
        try {
            long number = Long.parseLong(text);
            return number >= 0 ? OptionalLong.of(number) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static Response answer(Asked asked, String id, Optional<SessionFrames> found) {
        if (found.isEmpty()) {
            return Answers.error(404, "no session '" + Json.echo(id) + "' (expected: one of GET /api/sessions)");
        }
        if (found.get().first()) {
            log.info(
                    "session {} is looked into by admin:{} from {}",
                    id,
                    asked.principal().name(),
                    asked.request().remote());
        }
        return Answers.json(200, body(id, found.get()));
    }

    private static ObjectNode body(String id, SessionFrames seen) {
        ObjectNode body = Json.object()
                .put("session", id)
                .put("open", seen.open())
                .put("last", seen.last())
                .put("missed", seen.missed());
        ArrayNode frames = body.putArray("frames");
        seen.frames().forEach(frame -> frames.add(row(frame)));
        return body;
    }

    private static ObjectNode row(SeenFrame frame) {
        ObjectNode row = Json.object()
                .put("number", frame.number())
                .put("at", frame.at().toString())
                .put("direction", frame.direction().wireName())
                .put("opcode", frame.opcode().wireName())
                .put("size", frame.size());
        if (!frame.text().isEmpty()) {
            row.put("text", frame.text());
        }
        return frame.cut() ? row.put("cut", true) : row;
    }
}
