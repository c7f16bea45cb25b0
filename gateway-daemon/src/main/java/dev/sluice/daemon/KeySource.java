package dev.sluice.daemon;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a JWKS comes from. May block: never called on an event loop. */
interface KeySource {
    /** Larger key sets are refused. */
    int MAX_BYTES = 256 * 1024;

    /** How long a server may take to answer, and between two pieces of its answer. */
    int PATIENCE_MILLIS = 10_000;

    String read() throws IOException;

    /** A file. */
    static KeySource file(Path file) {
        return () -> {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("more than " + MAX_BYTES + " bytes");
            }
            return Files.readString(file);
        };
    }

    /** A document on the Web. */
    static KeySource web(URI address) {
        DefaultResourceRetriever web = new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, MAX_BYTES);
        return () -> web.retrieveResource(address.toURL()).getContent();
    }
}
