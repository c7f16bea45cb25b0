package dev.sluice.device;

import java.util.concurrent.CompletionStage;

/** The owner's side of a device: carries out commands. */
@FunctionalInterface
public interface CommandHandler {
    /**
     * Carries out one command, whose action and arguments the bus has already checked against the profile.
     *
     * <p>Called on the thread of whoever asks, often an event loop: must return at once and complete the stage when the
     * work is done, on any thread. Failure is an {@link Outcome.Refused}, not an exception.
     */
    CompletionStage<Outcome> handle(Command command);
}
