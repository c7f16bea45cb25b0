package dev.sluice.benchmarks;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The baseline's TLS: BoringSSL where there is one, as in Sluice, and a key of the same kind as the one that Sluice makes for
 * itself. Any thread; no state.
 */
final class BaselineTls {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final String ALIAS = "baseline";

    /** Of a key that nobody trusts and that is gone after the run. */
    private static final String PASSWORD = "nothing-to-hide";

    private BaselineTls() {}

    /** Makes a key and a certificate signed by itself, with the JDK's tool, if they are not there yet. */
    static Path keyStore(Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("baseline.p12");
        if (Files.exists(file)) {
            return file;
        }
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(List.of(
                        tool.toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (made.waitFor() != 0) {
            throw new IOException(
                    tool + ": ended with " + made.exitValue() + " (expected: 0, and a key in " + file + ")");
        }
        return file;
    }

    static SslContext context(Path keyStore) {
        try (InputStream file = Files.newInputStream(keyStore)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, PASSWORD.toCharArray());
            PrivateKey key = (PrivateKey) store.getKey(ALIAS, PASSWORD.toCharArray());
            return SslContextBuilder.forServer(key, (X509Certificate) store.getCertificate(ALIAS))
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols(VERSIONS)
                    .build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(keyStore + ": " + e.getMessage() + " (expected: a key)", e);
        }
    }
}
