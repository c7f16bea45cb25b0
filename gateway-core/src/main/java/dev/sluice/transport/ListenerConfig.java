package dev.sluice.transport;

import dev.sluice.config.Config;
import dev.sluice.config.Networks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One address that the gateway listens on.
 *
 * @param name what logs and the start-up table call it
 * @param address IP address or host name to bind
 * @param port 0 lets the system choose
 * @param tls where the certificate comes from, if there is TLS
 * @param certificate PEM file with the certificate chain, for {@link Tls#FILES}
 * @param key PEM file with its private key, for {@link Tls#FILES}
 * @param clients whose client certificates are asked for, if any are
 * @param protocols which protocols are served here; none means all
 * @param allow whose addresses may connect; others get 403
 * @param origins which web pages may connect; others get 403
 * @param compression whether endpoints may compress that can
 */
public record ListenerConfig(
        String name,
        String address,
        int port,
        Tls tls,
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<ClientCertificates> clients,
        List<String> protocols,
        Networks allow,
        Origins origins,
        Compression compression) {

    /** Whether messages may be compressed. */
    public enum Compression {
        ON,
        OFF
    }

    /** Where a listener's certificate comes from. */
    public enum Tls {
        /** No TLS. */
        OFF,
        /** Made at the first start and kept in the data directory. */
        SELF_SIGNED,
        /** PEM files named by the configuration. */
        FILES
    }

    /**
     * Certificates of clients.
     *
     * @param authorities PEM file with the authorities that may have issued them
     * @param naming whom they name, if anybody
     */
    public record ClientCertificates(Path authorities, Mode mode, Naming naming) {
        /** What of a certificate is the name of whoever shows it. */
        public enum Naming {
            /** Nothing: a certificate opens the connection and no more. */
            NONE,
            /** The common name of its subject. */
            CN,
            /** Its alternative name that is a URI. */
            SAN_URI,
            /** Its alternative name that is a host name. */
            SAN_DNS,
            /** Its alternative name that is a mail address. */
            SAN_EMAIL
        }

        /** Whether a client may do without. */
        public enum Mode {
            REQUIRED,
            OPTIONAL
        }
    }

    public ListenerConfig {
        protocols = List.copyOf(protocols);
    }

    public boolean secure() {
        return tls != Tls.OFF;
    }

    boolean serves(String protocol) {
        return protocols.isEmpty() || protocols.contains(protocol) || protocol.equals(EchoEndpoint.PROTOCOL);
    }

    /** With another port. */
    public ListenerConfig withPort(int other) {
        return new ListenerConfig(
                name, address, other, tls, certificate, key, clients, protocols, allow, origins, compression);
    }

    /** A listener for the gateway's own administration: called admin, at port 9090 unless {@code config} names others. */
    public static ListenerConfig readAdmin(Config config) {
        return read(config, List.of(), Origins.SAME, tls -> new Usual("admin", 9090));
    }

    /** What holds where nothing is said. */
    private record Usual(String name, int port) {
        private static Usual of(Tls tls) {
            return tls == Tls.OFF ? new Usual("http", 8080) : new Usual("https", 8443);
        }
    }

    static ListenerConfig read(Config config, List<String> knownProtocols, Origins origins) {
        return read(config, knownProtocols, origins, Usual::of);
    }

    private static ListenerConfig read(
            Config config, List<String> knownProtocols, Origins origins, Function<Tls, Usual> usually) {
        Tls tls = config.choice("tls", Tls.OFF);
        Optional<Path> certificate = config.path("certificate");
        Optional<Path> key = config.path("key");
        if (tls == Tls.FILES) {
            if (certificate.isEmpty()) {
                config.reject("certificate", "nothing", "path of a PEM file, since tls is files");
            }
            if (key.isEmpty()) {
                config.reject("key", "nothing", "path of a PEM file, since tls is files");
            }
        } else if (certificate.isPresent() || key.isPresent()) {
            config.reject(certificate.isPresent() ? "certificate" : "key", "a file", "tls: files beside it");
        }
        List<String> protocols = config.texts("protocols", List.of());
        for (String protocol : protocols) {
            if (!knownProtocols.contains(protocol)) {
                config.reject("protocols", "'" + protocol + "'", "one of " + String.join(", ", knownProtocols));
            }
        }
        String address = config.text("address", "127.0.0.1");
        Usual usual = usually.apply(tls);
        int port = config.integer("port", usual.port(), 0, 65535);
        return new ListenerConfig(
                config.text("name", usual.name()),
                address,
                port,
                tls,
                certificate,
                key,
                clients(config, tls),
                protocols,
                config.networks("allow", Networks.everywhere()),
                Origins.read(config, origins),
                config.choice("compression", Compression.ON));
    }

    private static Optional<ClientCertificates> clients(Config config, Tls tls) {
        ClientCertificates.Mode mode = config.choice("client-auth", ClientCertificates.Mode.REQUIRED);
        ClientCertificates.Naming naming = config.choice("client-principal", ClientCertificates.Naming.NONE);
        Optional<Path> authorities = config.path("client-ca");
        if (authorities.isPresent() && tls == Tls.OFF) {
            config.reject("client-ca", "a file", "tls: files or self-signed beside it");
        }
        for (String key : List.of("client-auth", "client-principal")) {
            if (authorities.isEmpty() && config.has(key)) {
                config.reject(key, "no client-ca beside it", "client-ca: path of a PEM file");
            }
        }
        return authorities.map(file -> new ClientCertificates(file, mode, naming));
    }
}
