package dev.sluice.daemon.command;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/** How commands end, for scripts. */
public enum ExitCode {
    OK(0, "Done."),
    FAILED(1, "Failed, refused, or something is wrong; the message says what."),
    USAGE(2, "The command line is not right."),
    NOT_REACHABLE(3, "No gateway answers at that address."),
    NOT_LET_IN(4, "The gateway wants a token, or another one.");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** Has the help of a command, and of all below it, tell the codes that it can end with; returns them. */
    public static Set<ExitCode> explain(CommandLine command) {
        Set<ExitCode> codes = EnumSet.of(OK, FAILED, USAGE);
        command.getCommandSpec().mixins().values().forEach(mixin -> {
            if (mixin.userObject() instanceof AdminOptions admin) {
                codes.addAll(admin.failures());
            }
        });
        if (command.getCommand() instanceof BenchCommand) {
            codes.add(NOT_REACHABLE);
        }
        command.getSubcommands().values().forEach(below -> codes.addAll(explain(below)));
        Map<String, String> texts = new LinkedHashMap<>();
        codes.forEach(code -> texts.put(Integer.toString(code.number), code.meaning));
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(texts);
        return codes;
    }
}
