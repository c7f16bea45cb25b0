package dev.sluice.journal.sqlite;

import dev.sluice.journal.Journal.Entry;
import dev.sluice.journal.sqlite.AppendQueue.Append;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of one commit, with the numbers they get if it succeeds. Made and used by the writer.
 *
 * @param at when they were written, in milliseconds since 1970
 * @param entries in the order in which they were appended, like {@code appends}
 */
record Batch(long at, List<Append> appends, List<Entry> entries, Map<StreamState, List<Entry>> byStream) {
    static Batch of(List<Append> appends, long at) {
        List<Entry> entries = new ArrayList<>(appends.size());
        Map<StreamState, List<Entry>> byStream = new LinkedHashMap<>();
        for (Append append : appends) {
            List<Entry> before = byStream.computeIfAbsent(append.stream(), stream -> new ArrayList<>());
            Entry entry = new Entry(append.stream().next() + before.size(), append.data());
            before.add(entry);
            entries.add(entry);
        }
        return new Batch(at, appends, entries, byStream);
    }

    int size() {
        return appends.size();
    }
}
