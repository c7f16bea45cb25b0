package dev.sluice.daemon;

import dev.sluice.daemon.command.AdminOptions;
import dev.sluice.daemon.command.CommandFailure;
import dev.sluice.daemon.command.Output;
import dev.sluice.daemon.command.Progress;
import dev.sluice.protocol.Json;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;

/** {@code sluice doctor}: what is wrong with a gateway, or will be, and what to do about it. Changes nothing. */
@Command(
        name = "doctor",
        description = "Looks at configuration, ports, certificates, clock, limits of open files, journal, adapters and"
                + " hardware, with or without a running gateway, and says what to do. Changes nothing.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExit code 1 if anything has failed; warnings alone are 0.%n%nExamples:%n",
        footer = {
            "  sluice doctor",
            "  sudo -u sluice sluice doctor --config /etc/sluice/sluice.yaml",
            "  sluice doctor --json"
        })
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private final Output output = new Output();

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Mixin
    private final AdminOptions admin = AdminOptions.optional();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        GatewayConfig config = options.read();
        RunningGateway running = RunningGateway.ask(admin.client());
        List<Finding> findings = new ArrayList<>(configuration(config));
        findings.add(running.finding());
        if (config.problems().isEmpty()) {
            findings.addAll(new ListenerCheck(config, running.runs(), InstantSource.system()).findings());
            findings.addAll(
                    new MachineCheck(Path.of("/"), config.dataDirectory(), config.journalFile(), InstantSource.system())
                            .findings());
            findings.addAll(parts(config, running));
        }
        print(findings);
        return findings.stream().anyMatch(finding -> finding.state() == Finding.State.FAILED) ? 1 : 0;
    }

    /** A running gateway knows its parts best; without one, they are looked at from outside. */
    private static List<Finding> parts(GatewayConfig config, RunningGateway running) {
        if (running.runs()) {
            return running.parts();
        }
        List<Finding> findings = new ArrayList<>();
        JournalCheck journal = new JournalCheck(config);
        try (Progress bar = Progress.of("reading through the journal", journal::done)) {
            bar.start();
            findings.add(journal.finding());
        }
        findings.addAll(new AdapterCheck(config.source().effective(), Path.of("/")).findings());
        return findings;
    }

    private static List<Finding> configuration(GatewayConfig config) {
        if (config.problems().isEmpty()) {
            String which = config.embedded() ? "the embedded default" : "no problems";
            return List.of(Finding.ok("configuration", which));
        }
        return config.problems().stream()
                .map(problem ->
                        Finding.failed("configuration", problem.toString(), "mend that line; the rest waits for it"))
                .toList();
    }

    private void print(List<Finding> findings) {
        if (output.isJson()) {
            ArrayNode all = Json.object().putArray("findings");
            findings.forEach(finding -> all.addObject()
                    .put("state", name(finding))
                    .put("what", finding.what())
                    .put("found", finding.found())
                    .put("fix", finding.fix()));
            output.json(all);
            return;
        }
        for (Finding finding : findings) {
            output.line("%-8s %s: %s".formatted(name(finding), finding.what(), finding.found()));
            Optional.of(finding.fix())
                    .filter(fix -> !fix.isEmpty())
                    .ifPresent(fix -> output.line("         -> " + fix));
        }
    }

    private static String name(Finding finding) {
        return finding.state().name().toLowerCase(Locale.ROOT);
    }
}
