package dev.sluice.transport;

import dev.sluice.protocol.Response;
import dev.sluice.protocol.TooManyGuessesException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a connection waits: for the answer of whoever has to decide, then for its client's next request. What fails instead is
 * answered and counted here. Used on the connection's event loop only; answers may come from any thread.
 */
final class Patience {
    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final long ANSWER_SECONDS = 30;
    private static final long KEEP_ALIVE_SECONDS = 60;

    private final House house;
    private final BiConsumer<ChannelHandlerContext, Response> lastAnswer;
    private boolean givenUp;
    private @Nullable Future<?> deadline;

    /** @param lastAnswer sends a response after which the connection is closed */
    Patience(House house, BiConsumer<ChannelHandlerContext, Response> lastAnswer) {
        this.house = house;
        this.lastAnswer = lastAnswer;
    }

    /** Brings the result of a stage back to this event loop; a failure is answered with 503 or 500. */
    <T> void await(ChannelHandlerContext ctx, Supplier<CompletionStage<T>> start, Consumer<T> then) {
        CompletionStage<T> stage;
        try {
            stage = start.get();
        } catch (Throwable e) {
            fail(ctx, e);
            return;
        }
        deadline = ctx.executor().schedule(() -> tooLate(ctx), ANSWER_SECONDS, TimeUnit.SECONDS);
        stage.whenComplete((value, failure) -> {
            if (ctx.executor().inEventLoop()) {
                finish(ctx, value, failure, then);
            } else {
                ctx.executor().execute(() -> finish(ctx, value, failure, then));
            }
        });
    }

    private <T> void finish(
            ChannelHandlerContext ctx, @Nullable T value, @Nullable Throwable failure, Consumer<T> then) {
        if (!ctx.channel().isActive() || ctx.isRemoved() || givenUp) {
            return;
        }
        end();
        if (value == null) {
            fail(ctx, failure);
            return;
        }
        try {
            then.accept(value);
        } catch (Throwable e) {
            fail(ctx, e);
        }
    }

    private void tooLate(ChannelHandlerContext ctx) {
        givenUp = true;
        house.count(ctx.channel(), Refusal.TIMEOUT);
        log.warn("no answer within {} s for {}", ANSWER_SECONDS, ctx.channel().remoteAddress());
        lastAnswer.accept(ctx, Response.text(503, "no answer in time\n").with("Retry-After", "5"));
    }

    private void fail(ChannelHandlerContext ctx, @Nullable Throwable failure) {
        Throwable cause = failure != null && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TooManyGuessesException guesses) {
            house.refused(ctx.channel(), Refusal.GUESSING, String.valueOf(guesses.getMessage()));
            lastAnswer.accept(ctx, tooManyGuesses(guesses));
        } else if (cause instanceof RejectedExecutionException) {
            house.count(ctx.channel(), Refusal.OVERLOADED);
            lastAnswer.accept(ctx, Response.text(503, "too busy\n").with("Retry-After", "5"));
        } else {
            house.count(ctx.channel(), Refusal.FAILED);
            log.error("a request failed", failure);
            lastAnswer.accept(ctx, Response.text(500, "internal error\n"));
        }
    }

    private static Response tooManyGuesses(TooManyGuessesException guesses) {
        String wait = Long.toString(guesses.retryAfter().plusMillis(999).toSeconds());
        return Response.text(429, guesses.getMessage() + "\n").with("Retry-After", wait);
    }

    /** Closes the connection, unless it asks again soon. */
    void awaitRequest(ChannelHandlerContext ctx) {
        end();
        deadline = ctx.executor().schedule(() -> ctx.close(), KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
    }

    /** Nothing is waited for any more. */
    void end() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
