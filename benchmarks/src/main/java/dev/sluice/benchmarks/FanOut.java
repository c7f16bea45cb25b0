package dev.sluice.benchmarks;

import java.util.List;
import java.util.Optional;

/**
 * Requests each of which makes a server send one message to all who follow what they change.
 *
 * @param target where those connect who follow
 * @param introduction what they say first; empty if it is enough to be connected
 * @param publisher where the one connects that changes something
 * @param changes made in turn, again and again
 * @param burst how many changes are sent at once; the next ones when everybody has been told of all of them
 */
record FanOut(Target target, Optional<Introduction> introduction, Target publisher, List<Change> changes, int burst) {
    private static final int LARGEST_BURST = 1024;

    FanOut {
        changes = List.copyOf(changes);
        if (burst < 1 || burst > LARGEST_BURST) {
            throw new IllegalArgumentException("burst: " + burst + " (expected: 1.." + LARGEST_BURST + ")");
        }
    }

    /** One change at a time, made by somebody who connects as all others do. */
    static FanOut single(Target target, List<Change> changes) {
        return new FanOut(target, Optional.empty(), target, changes, 1);
    }

    /**
     * @param request what one connection sends
     * @param delivery a text that is in what every connection gets then, and in no other message
     */
    record Change(String request, String delivery) {}

    /**
     * @param texts what each connection sends that wants to be told
     * @param answer a text that is in an answer to it, and in no delivery
     * @param answers how many of these each connection gets
     */
    record Introduction(List<String> texts, String answer, int answers) {
        Introduction {
            texts = List.copyOf(texts);
        }
    }
}
