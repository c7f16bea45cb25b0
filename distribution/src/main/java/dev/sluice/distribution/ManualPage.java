package dev.sluice.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A manual page (troff) of a command and its subcommands. For one thread. */
final class ManualPage {
    private final List<String> lines = new ArrayList<>();
    private final CommandLine command;
    private final String version;

    ManualPage(CommandLine command, String version) {
        this.command = command;
        this.version = version;
    }

    String text() {
        lines.clear();
        CommandSpec spec = command.getCommandSpec();
        lines.add(".TH %s 1 \"\" \"%s %s\" \"User Commands\""
                .formatted(spec.name().toUpperCase(Locale.ROOT), escaped(spec.name()), escaped(version)));
        lines.add(".SH NAME");
        lines.add(escaped(spec.name()) + " \\- " + description(spec));
        lines.add(".SH SYNOPSIS");
        command.getSubcommands().values().forEach(this::addSynopsis);
        lines.add(".SH COMMANDS");
        command.getSubcommands().values().forEach(this::addCommand);
        addExitCodes();
        addEnvironment();
        addFiles();
        return String.join("\n", lines) + "\n";
    }

    /** A line for each command that does something itself: one with subcommands only tells of them. */
    private void addSynopsis(CommandLine subcommand) {
        CommandSpec spec = subcommand.getCommandSpec();
        if (!subcommand.getSubcommands().isEmpty()) {
            subcommand.getSubcommands().values().forEach(this::addSynopsis);
            return;
        }
        StringBuilder line = new StringBuilder("\\fB" + escaped(spec.qualifiedName()) + "\\fR");
        if (spec.options().stream().anyMatch(ManualPage::isShown)) {
            line.append(" [\\fIOPTIONS\\fR]");
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            String name = "\\fI" + escaped(parameter.paramLabel()) + "\\fR";
            line.append(' ').append(parameter.required() ? name : "[" + name + "]");
        }
        lines.add(line.toString());
        lines.add(".br");
    }

    private void addCommand(CommandLine subcommand) {
        CommandSpec spec = subcommand.getCommandSpec();
        lines.add(".SS " + escaped(spec.qualifiedName()));
        lines.add(description(spec));
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (parameter.description().length > 0) {
                addEntry("\\fI" + escaped(parameter.paramLabel()) + "\\fR", description(parameter));
            }
        }
        for (OptionSpec option : spec.options()) {
            if (isShown(option)) {
                String label = option.arity().max() == 0 ? "" : " \\fI" + escaped(option.paramLabel()) + "\\fR";
                addEntry("\\fB" + escaped(String.join(", ", option.names())) + "\\fR" + label, description(option));
            }
        }
        addExamples(spec);
        subcommand.getSubcommands().values().forEach(this::addCommand);
    }

    private void addExamples(CommandSpec spec) {
        if (spec.usageMessage().footer().length == 0) {
            return;
        }
        lines.add(".PP");
        lines.add(escaped(formatted(spec.usageMessage().footerHeading()).strip()));
        lines.add(".PP");
        lines.add(".nf");
        for (String line : spec.usageMessage().footer()) {
            lines.add(escaped(formatted(line)));
        }
        lines.add(".fi");
    }

    private void addExitCodes() {
        Map<String, String> codes = command.getCommandSpec().usageMessage().exitCodeList();
        if (!codes.isEmpty()) {
            lines.add(".SH EXIT STATUS");
            codes.forEach((code, meaning) -> addEntry("\\fB" + escaped(code) + "\\fR", escaped(formatted(meaning))));
        }
    }

    private void addEnvironment() {
        lines.add(".SH ENVIRONMENT");
        addEntry("\\fBSLUICE_CONFIG\\fR", "The configuration file, for commands without \\fB\\-\\-config\\fR.");
        addEntry(
                "\\fBSLUICE_ADMIN_URL\\fR, \\fBSLUICE_ADMIN_TOKEN\\fR",
                "The admin listener of the gateway to talk to, for commands without \\fB\\-\\-admin\\fR and \\fB\\-\\-token\\-file\\fR.");
        addEntry("\\fBSLUICE_JAVA_OPTS\\fR", "Options for the JVM, such as \\fB\\-Xmx64m\\fR.");
        addEntry("\\fBJAVA_HOME\\fR", "The Java to run with, 17 or newer.");
        addEntry(
                "\\fBSLUICE_\\fIKEY\\fR",
                "Any other overrides a key of the configuration: \\fBSLUICE_LISTENERS_0_PORT\\fR.");
    }

    private void addFiles() {
        lines.add(".SH FILES");
        addEntry(
                "\\fI/etc/sluice/sluice.yaml\\fR, \\fI/etc/default/sluice\\fR",
                "Configuration and environment of the installed service.");
        addEntry("\\fI/var/lib/sluice\\fR", "The data directory of the installed service.");
        addEntry("\\fI~/.local/state/sluice\\fR", "The data directory where no other is named.");
    }

    private void addEntry(String term, String text) {
        lines.add(".TP");
        lines.add(term);
        lines.add(text);
    }

    private static boolean isShown(OptionSpec option) {
        return !option.hidden();
    }

    private static String description(CommandSpec spec) {
        return escaped(formatted(String.join(" ", spec.usageMessage().description())));
    }

    private static String description(ArgSpec option) {
        return escaped(formatted(String.join(" ", option.description())));
    }

    /** As picocli would print it: its descriptions are format strings. */
    private static String formatted(String text) {
        return text.replace("%n", " ").replace("%%", "%");
    }

    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
