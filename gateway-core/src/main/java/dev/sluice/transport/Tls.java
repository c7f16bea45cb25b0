package dev.sluice.transport;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Optional;

/** A listener's TLS: versions 1.2 and 1.3, certificate and key from PEM files. */
final class Tls {
    private Tls() {}

    /**
     * What a listener needs for TLS, if it has TLS.
     *
     * @throws ListenException if a file cannot be read or holds something else
     */
    static Optional<SslContext> of(ListenerConfig listener, Path dataDirectory, InstantSource clock)
            throws ListenException {
        return switch (listener.tls()) {
            case OFF -> Optional.empty();
            case SELF_SIGNED -> Optional.of(selfSigned(listener, dataDirectory, clock));
            case FILES ->
                Optional.of(context(
                        listener,
                        listener.certificate().orElseThrow(),
                        listener.key().orElseThrow()));
        };
    }

    private static SslContext selfSigned(ListenerConfig listener, Path dataDirectory, InstantSource clock)
            throws ListenException {
        try {
            SelfSignedCertificate files = SelfSignedCertificate.in(dataDirectory, clock);
            return context(listener, files.certificate(), files.key());
        } catch (IOException e) {
            throw new ListenException("listener " + listener.name() + ": no self-signed certificate in " + dataDirectory
                    + ": " + e.getMessage());
        }
    }

    private static SslContext context(ListenerConfig listener, Path certificate, Path key) throws ListenException {
        checkReadable(listener, "certificate", certificate);
        checkReadable(listener, "key", key);
        try {
            return SslContextBuilder.forServer(PemFiles.key(key), PemFiles.certificates(certificate))
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ListenException("listener " + listener.name() + ": " + certificate + " and " + key
                    + " do not make a certificate and its key: " + cause.getMessage()
                    + " (expected: a PEM certificate chain and its unencrypted PKCS#8 PEM key)");
        }
    }

    private static void checkReadable(ListenerConfig listener, String what, Path file) throws ListenException {
        if (!Files.isReadable(file)) {
            throw new ListenException("listener " + listener.name() + ": " + what + " " + file
                    + (Files.exists(file) ? " cannot be read" : " does not exist")
                    + " (expected: a readable PEM file)");
        }
    }
}
