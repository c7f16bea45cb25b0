package dev.sluice.daemon;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Where a command gets a secret from. */
interface SecretPrompt {
    /** The terminal, without showing what is typed; or one line of standard input if there is no terminal. */
    SecretPrompt OF_TERMINAL = SecretPrompt::readTerminal;

    /** The secret; empty if there is none. */
    String read(String prompt) throws IOException;

    @SuppressWarnings("SystemConsoleNull") // from Java 22 on there is always one, and it reads a pipe as well
    private static String readTerminal(String prompt) throws IOException {
        Console console = System.console();
        if (console != null) {
            char[] typed = console.readPassword(prompt);
            return typed == null ? "" : new String(typed);
        }
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return line == null ? "" : line;
    }
}
