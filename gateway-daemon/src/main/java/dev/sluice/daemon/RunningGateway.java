package dev.sluice.daemon;

import dev.sluice.daemon.command.AdminClient;
import dev.sluice.daemon.command.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a running gateway says of itself to the doctor.
 *
 * @param runs whether there is one, also if it does not let us in
 * @param parts what it tells; nothing if it does not
 */
record RunningGateway(boolean runs, Finding finding, List<Finding> parts) {
    static RunningGateway ask(AdminClient client) throws InterruptedException {
        try {
            AdminClient.Answer ready = client.ask("/readyz");
            List<Finding> parts = new ArrayList<>();
            for (JsonNode part : ready.json().path("parts")) {
                parts.add(part(part));
            }
            String version = client.get("/api/info").path("version").asString("");
            files(client.ask("/metrics").body()).forEach(parts::add);
            return new RunningGateway(true, Finding.ok("gateway", "runs, version " + version), parts);
        } catch (CommandFailure e) {
            return silent(e);
        }
    }

    private static RunningGateway silent(CommandFailure failure) {
        String found = String.valueOf(failure.getMessage());
        return switch (failure.code()) {
            case NOT_REACHABLE ->
                new RunningGateway(
                        false,
                        Finding.warning(
                                "gateway",
                                "none answers at the admin address",
                                "start it ('sluice run', 'systemctl start sluice'), or name its address with --admin"),
                        List.of());
            case NOT_LET_IN ->
                new RunningGateway(
                        true, Finding.warning("gateway", "runs, but: " + found, "see --token-file"), List.of());
            default ->
                new RunningGateway(
                        false,
                        Finding.warning("gateway", found, "is it another program? name the gateway with --admin"),
                        List.of());
        };
    }

    private static Finding part(JsonNode part) {
        String what = part.path("part").asString("");
        String reason = part.path("reason").asString("");
        return switch (part.path("state").asString("")) {
            case "up" -> Finding.ok(what, "up");
            case "degraded" -> Finding.warning(what, "degraded: " + reason, fix(what));
            default -> Finding.failed(what, "down: " + reason, fix(what));
        };
    }

    private static String fix(String part) {
        if (part.equals("journal")) {
            return "look for space and rights in the data directory, and into the log";
        }
        return part.startsWith("adapter")
                ? "see that the hardware or broker is there and may be used; the gateway tries again by itself"
                : "look into the log";
    }

    /** Whether the gateway's own files come near to the most it may open. */
    private static List<Finding> files(String metrics) {
        OptionalLong open = metric(metrics, "process_files_open_files");
        OptionalLong most = metric(metrics, "process_files_max_files");
        if (open.isEmpty() || most.isEmpty()) {
            return List.of();
        }
        String found = open.getAsLong() + " of " + most.getAsLong() + " open";
        return List.of(
                open.getAsLong() * 10 > most.getAsLong() * 8
                        ? Finding.failed(
                                "gateway's files", found, "LimitNOFILE= in the unit, or ulimit -n, then restart")
                        : Finding.ok("gateway's files", found));
    }

    private static OptionalLong metric(String metrics, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(metrics);
        return line.find() ? OptionalLong.of((long) Double.parseDouble(line.group(1))) : OptionalLong.empty();
    }
}
