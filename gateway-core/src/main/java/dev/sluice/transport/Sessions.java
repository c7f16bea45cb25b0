package dev.sluice.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * All sessions of a gateway, for who looks after it. Sessions belong to their event loops: each question is a task on every
 * loop, and stages complete there. May be called by any thread.
 */
public final class Sessions {
    private volatile List<SessionLoop> loops = List.of();

    Sessions() {}

    void begin(List<SessionLoop> all) {
        loops = List.copyOf(all);
    }

    /** Every open session, in no order. */
    public CompletionStage<List<SessionInfo>> list() {
        return onEach(SessionLoop::describe).thenApply(parts -> {
            List<SessionInfo> all = new ArrayList<>();
            parts.forEach(all::addAll);
            return all;
        });
    }

    public CompletionStage<Optional<SessionInfo>> find(String id) {
        return onEach(loop -> loop.find(id).map(ChannelSession::describe)).thenApply(Sessions::first);
    }

    /**
     * Closes a session.
     *
     * @return what it was, or empty if there is none of that id
     */
    public CompletionStage<Optional<SessionInfo>> close(String id, int code, String reason) {
        return onEach(loop -> loop.find(id).map(session -> {
                    SessionInfo last = session.describe();
                    session.close(code, reason);
                    return last;
                }))
                .thenApply(Sessions::first);
    }

    /**
     * The last frames of a session. Asking is what has them kept, from then on and until nobody has asked for a minute.
     *
     * @param after number of the last frame that is known already; 0 for all
     * @return empty if there is no session of that id, and none that has ended while somebody asked
     */
    public CompletionStage<Optional<SessionFrames>> frames(String id, long after) {
        return onEach(loop -> loop.frames(id, after)).thenApply(Sessions::first);
    }

    private static <T> Optional<T> first(List<Optional<T>> found) {
        return found.stream().flatMap(Optional::stream).findFirst();
    }

    /** Asks every loop; those that have stopped have no sessions, and no answer. */
    private <T> CompletableFuture<List<T>> onEach(Function<SessionLoop, T> question) {
        List<CompletableFuture<Optional<T>>> answers =
                loops.stream().map(loop -> on(loop, question)).toList();
        return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> answers.stream()
                        .map(CompletableFuture::join)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static <T> CompletableFuture<Optional<T>> on(SessionLoop loop, Function<SessionLoop, T> question) {
        CompletableFuture<Optional<T>> answer = new CompletableFuture<>();
        try {
            loop.eventLoop().execute(() -> {
                try {
                    answer.complete(Optional.of(question.apply(loop)));
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.complete(Optional.empty());
        }
        return answer;
    }
}
