package dev.sluice.daemon;

import picocli.CommandLine;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SluiceCommand())
                .setExecutionExceptionHandler(new OneLineFailure())
                .execute(arguments));
    }
}
