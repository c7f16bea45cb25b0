package dev.sluice.daemon;

import dev.sluice.daemon.command.Output;
import dev.sluice.protocol.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code sluice health}: asks a running gateway whether it is ready; for health checks where there is neither shell nor curl. They
 * run twice a minute, so this one does without {@code AdminClient}, whose HTTP client and TLS cost half as much time again.
 */
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

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws StartException {
        if (!"http".equals(url.getScheme()) || url.getHost() == null) {
            throw new StartException("--url: '" + url + "' (expected: an http address)");
        }
        String problem = problem();
        boolean isReady = problem.isEmpty();
        output.tell(
                Json.object().put("ready", isReady).put("problem", problem),
                isReady ? "ready" : "not ready: " + problem);
        return isReady ? 0 : 1;
    }

    private String problem() {
        try {
            int status = status();
            return status == 200 ? "" : url + " answers " + status;
        } catch (IOException e) {
            return url + ": " + e.getMessage();
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
