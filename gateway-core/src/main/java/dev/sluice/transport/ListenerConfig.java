package dev.sluice.transport;

import dev.sluice.config.Config;
import dev.sluice.config.Networks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One address that the gateway listens on.
 *
 * @param name what logs and the start-up table call it
 * @param address IP address or host name to bind
 * @param port 0 lets the system choose
 * @param tls where the certificate comes from, if there is TLS
 * @param certificate PEM file with the certificate chain, for {@link Tls#FILES}
 * @param key PEM file with its private key, for {@link Tls#FILES}
 * @param protocols which protocols are served here; none means all
 * @param allow whose addresses may connect; others get 403
 */
public record ListenerConfig(
        String name,
        String address,
        int port,
        Tls tls,
        Optional<Path> certificate,
        Optional<Path> key,
        List<String> protocols,
        Networks allow) {

    /** Where a listener's certificate comes from. */
    public enum Tls {
        /** No TLS. */
        OFF,
        /** Made at the first start and kept in the data directory. */
        SELF_SIGNED,
        /** PEM files named by the configuration. */
        FILES
    }

    public ListenerConfig {
        protocols = List.copyOf(protocols);
    }

    public boolean secure() {
        return tls != Tls.OFF;
    }

    boolean serves(String protocol) {
        return protocols.isEmpty() || protocols.contains(protocol);
    }

    /** With another port. */
    public ListenerConfig withPort(int other) {
        return new ListenerConfig(name, address, other, tls, certificate, key, protocols, allow);
    }

    /** A listener for the gateway's own administration: called admin, at port 9090 unless {@code config} names others. */
    public static ListenerConfig readAdmin(Config config) {
        ListenerConfig read = read(config, List.of());
        ListenerConfig named = config.has("name") ? read : read.withName("admin");
        return config.has("port") ? named : named.withPort(9090);
    }

    private ListenerConfig withName(String other) {
        return new ListenerConfig(other, address, port, tls, certificate, key, protocols, allow);
    }

    static ListenerConfig read(Config config, List<String> knownProtocols) {
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
        int port = config.integer("port", tls == Tls.OFF ? 8080 : 8443, 0, 65535);
        return new ListenerConfig(
                config.text("name", tls == Tls.OFF ? "http" : "https"),
                address,
                port,
                tls,
                certificate,
                key,
                protocols,
                config.networks("allow", Networks.everywhere()));
    }
}
