package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

/** The connections of one round: whatever becomes of it, none is left behind. Used by one driver's thread. */
final class SoakVisit implements AutoCloseable {
    private final HttpClient http;
    private final List<SoakClient> clients = new ArrayList<>();

    SoakVisit(HttpClient http) {
        this.http = http;
    }

    SoakClient connect(Target target) throws IOException {
        SoakClient client = SoakClient.connect(http, target);
        clients.add(client);
        return client;
    }

    /** Ends those that have not ended, without a word. */
    @Override
    public void close() {
        clients.forEach(SoakClient::abort);
    }
}
