package dev.sluice.daemon.command;

/** A command cannot do what it was asked to do. The message is for people: what was found, what was expected. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final ExitCode code;

    public CommandFailure(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    public ExitCode code() {
        return code;
    }
}
