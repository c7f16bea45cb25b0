package dev.sluice.daemon.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a load found. Not a record: an array is no value. */
final class BenchResult {
    private final int connections;
    private final double seconds;
    private final long[] nanos;
    private final Map<String, Integer> failed;

    /**
     * The result of one run.
     *
     * @param nanos the answers' latencies, ascending; taken over
     * @param failed how often each failure was met
     */
    BenchResult(int connections, double seconds, long[] nanos, Map<String, Integer> failed) {
        this.connections = connections;
        this.seconds = seconds;
        this.nanos = nanos;
        this.failed = failed;
    }

    int answers() {
        return nanos.length;
    }

    int failures() {
        return failed.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The latency that this part of the answers stayed below, in milliseconds; 0 without answers. */
    double percentile(double part) {
        if (nanos.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(part * nanos.length) - 1;
        return nanos[Math.max(0, Math.min(rank, nanos.length - 1))] / 1e6;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("connections", connections)
                .put("seconds", seconds)
                .put("answers", nanos.length)
                .put("answers_per_second", nanos.length / seconds);
        json.putObject("milliseconds")
                .put("p50", percentile(0.5))
                .put("p90", percentile(0.9))
                .put("p99", percentile(0.99))
                .put("p999", percentile(0.999))
                .put("max", percentile(1));
        ObjectNode failures = json.putObject("failures");
        failed.forEach(failures::put);
        return json;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d answers in %.1f s over %d connections: %.0f a second",
                nanos.length,
                seconds,
                connections,
                nanos.length / seconds));
        lines.add(String.format(
                Locale.ROOT,
                "milliseconds: p50 %.3f, p90 %.3f, p99 %.3f, p99.9 %.3f, max %.3f",
                percentile(0.5),
                percentile(0.9),
                percentile(0.99),
                percentile(0.999),
                percentile(1)));
        failed.forEach((why, times) -> lines.add("failed: " + why + ", " + times + " times"));
        return lines;
    }
}
