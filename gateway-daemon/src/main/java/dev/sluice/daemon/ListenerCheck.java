package dev.sluice.daemon;

import dev.sluice.transport.ListenerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Whether ports can be had, and how long certificates are good. For one thread. */
final class ListenerCheck {
    private static final Duration SOON = Duration.ofDays(21);

    private final GatewayConfig config;
    private final boolean running;
    private final InstantSource clock;

    /** @param running whether a gateway runs, which has the ports then */
    ListenerCheck(GatewayConfig config, boolean running, InstantSource clock) {
        this.config = config;
        this.running = running;
        this.clock = clock;
    }

    List<Finding> findings() {
        List<ListenerConfig> listeners = new ArrayList<>(config.transport().listeners());
        if (config.admin().enabled()) {
            listeners.add(config.admin().listener());
        }
        List<Finding> findings = new ArrayList<>();
        for (ListenerConfig listener : listeners) {
            findings.add(port(listener));
            if (listener.certificate().isPresent()) {
                listener.certificate().ifPresent(file -> findings.add(certificate(listener, file, false)));
                listener.key()
                        .filter(file -> !Files.isReadable(file))
                        .ifPresent(file -> findings.add(unreadable(file)));
            } else if (listener.secure()) {
                findings.add(
                        certificate(listener, config.dataDirectory().resolve("self-signed-certificate.pem"), true));
            }
        }
        return findings;
    }

    private Finding port(ListenerConfig listener) {
        String what = "port " + listener.port() + " (" + listener.name() + ")";
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(listener.address(), listener.port()));
            return running && listener.port() != 0
                    ? Finding.warning(
                            what,
                            "free, although a gateway runs",
                            "was that started with another --config or --port? name the same here")
                    : Finding.ok(what, "free");
        } catch (BindException e) {
            return taken(what, listener, String.valueOf(e.getMessage()));
        } catch (IOException | IllegalArgumentException e) {
            return Finding.failed(what, e.getClass().getSimpleName(), "see address and port of that listener");
        }
    }

    private Finding taken(String what, ListenerConfig listener, String message) {
        if (message.contains("ermission")) {
            return Finding.failed(
                    what,
                    "this user may not have it",
                    "ports below 1024 need CAP_NET_BIND_SERVICE, which the packaged service has; or take another");
        }
        if (message.contains("assign")) {
            return Finding.failed(
                    what, listener.address() + " is no address of this machine", "see 'ip addr', and its address");
        }
        return running
                ? Finding.ok(what, "in use, as it should be while the gateway runs")
                : Finding.failed(
                        what,
                        "in use by another program",
                        "'ss -ltnp' tells which; end that, or take another port (admin: is it a gateway? see --admin)");
    }

    private Finding certificate(ListenerConfig listener, Path file, boolean made) {
        String what = "certificate (" + listener.name() + ")";
        if (made && !Files.exists(file)) {
            return Finding.ok(what, "is made at the first start");
        }
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate first =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return expiry(what, first, made);
        } catch (IOException e) {
            return unreadable(file);
        } catch (CertificateException e) {
            return Finding.failed(what, file + " is no certificate", "a PEM file, the gateway's own certificate first");
        }
    }

    private Finding expiry(String what, X509Certificate certificate, boolean made) {
        Instant now = clock.instant();
        Instant end = certificate.getNotAfter().toInstant();
        String found = "good until " + end;
        String fix = made
                ? "the gateway makes another by itself while it runs, and when it starts"
                : "put a new certificate in its place; the running gateway sees it within five seconds";
        if (end.isBefore(now)) {
            Finding expired = Finding.failed(what, "expired at " + end, fix);
            return made && !running ? Finding.warning(what, expired.found(), fix) : expired;
        }
        if (certificate.getNotBefore().toInstant().isAfter(now)) {
            return Finding.failed(
                    what, "not good before " + certificate.getNotBefore().toInstant(), "is the clock right?");
        }
        return end.isBefore(now.plus(SOON)) ? Finding.warning(what, found, fix) : Finding.ok(what, found);
    }

    private static Finding unreadable(Path file) {
        return Finding.failed(
                file.toString(), "cannot be read by this user", "see its path and owner, or ask as the service's user");
    }
}
