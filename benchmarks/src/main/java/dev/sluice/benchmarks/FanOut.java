package dev.sluice.benchmarks;

import java.util.List;

/**
 * Requests each of which makes a server send one message to all who are connected to it.
 *
 * @param target where all connect
 * @param changes made in turn, again and again
 */
record FanOut(Target target, List<Change> changes) {
    FanOut {
        changes = List.copyOf(changes);
    }

    /**
     * @param request what one connection sends
     * @param delivery a text that is in what every connection gets then, and in no other message
     */
    record Change(String request, String delivery) {}
}
