package dev.sluice.daemon;

import dev.sluice.daemon.command.CommandFailure;
import dev.sluice.daemon.command.Output;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Failures that a person can mend are told in one line; only what nobody foresaw gets a stack trace. */
final class OneLineFailure implements CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine command, CommandLine.ParseResult result) {
        if (e instanceof StartException) {
            command.getErr().println("sluice: " + e.getMessage());
        } else if (e instanceof CommandFailure failure) {
            command.getErr().println("sluice: " + Output.plain(String.valueOf(failure.getMessage())));
            return failure.code().number();
        } else {
            LoggerFactory.getLogger(OneLineFailure.class).error("sluice failed", e);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
