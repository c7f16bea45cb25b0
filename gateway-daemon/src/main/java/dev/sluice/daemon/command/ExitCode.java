package dev.sluice.daemon.command;

import java.util.LinkedHashMap;
import java.util.Map;
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

    /** Has the help of a command, and of all below it, tell the codes that it can end with. */
    public static void explain(CommandLine command) {
        boolean isRemote = command.getCommandSpec().mixins().values().stream()
                .anyMatch(mixin -> mixin.userObject() instanceof AdminOptions);
        boolean isWhole = !command.getSubcommands().isEmpty() || command.getCommand() instanceof BenchCommand;
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : values()) {
            if (isRemote || isWhole || code.number <= USAGE.number) {
                codes.put(Integer.toString(code.number), code.meaning);
            }
        }
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes);
        command.getSubcommands().values().forEach(ExitCode::explain);
    }
}
