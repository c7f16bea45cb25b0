package dev.sluice.daemon;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice health}: asks a running gateway whether it is ready; for health checks where there is neither shell nor curl. */
@Command(
        name = "health",
        description = "Asks a running gateway whether it is ready; exit code 0 if it is, 1 if not.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class HealthCommand implements Callable<Integer> {
    private static final int TIMEOUT_MILLIS = 3000;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9090/readyz",
            description = "What to ask: ready is who answers 200. Default: http://127.0.0.1:9090/readyz.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private URI url;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        if (!"http".equals(url.getScheme()) || url.getHost() == null) {
            throw new StartException("--url: '" + url + "' (expected: an http address)");
        }
        try {
            int status = status();
            spec.commandLine().getOut().println(status == 200 ? "ready" : "not ready: " + url + " answers " + status);
            return status == 200 ? 0 : 1;
        } catch (IOException e) {
            spec.commandLine().getOut().println("not ready: " + url + ": " + e.getMessage());
            return 1;
        }
    }

    private int status() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
