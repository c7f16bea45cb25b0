package dev.sluice.benchmarks;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What the secured connections of one {@link ClientLoop} share: TLS 1.3 by the JDK, and room to encrypt and decrypt in. Trusts
 * anybody, since a {@link Target} is on this machine. The loop's thread.
 */
final class TlsClient {
    private static final String[] VERSIONS = {"TLSv1.3"};
    private static final int ROOM = 64 * 1024;

    private final SSLContext context;
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(ROOM);
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(ROOM);

    TlsClient() {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAnybody()}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is missing (every Java platform has it)", e);
        }
    }

    /** A connection that is secured before the first byte that is written to it. */
    TlsChannel over(SocketChannel channel) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(VERSIONS);
        return new TlsChannel(channel, engine, incoming, outgoing);
    }

    private static final class TrustsAnybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
