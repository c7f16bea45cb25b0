package dev.sluice.daemon;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(SluiceCommand.line().execute(arguments));
    }
}
