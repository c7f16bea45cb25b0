package dev.sluice.daemon;

import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.ProtocolProvider.Login;
import dev.sluice.transport.GatewayServer;
import dev.sluice.transport.ListenerConfig;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a person sees when the daemon is ready: what is served where, how to get in, and a line to paste. */
final class StartTable {
    private final GatewayConfig config;
    private final Gateway gateway;
    private final Path root;

    /** @param root where the machine's files begin */
    StartTable(GatewayConfig config, Gateway gateway, Path root) {
        this.config = config;
        this.gateway = gateway;
        this.root = root;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
        lines.add("Sluice %s is ready after %.1f s. Ctrl-C stops it."
                .formatted(SluiceCommand.Version.text(), seconds)
                .toString());
        gateway.services().forEach((protocol, service) -> addProtocol(lines, protocol, service));
        gateway.admin().ifPresent(bound -> {
            lines.add("");
            lines.add(
                    "  admin      " + url(bound, "http") + "/console   /readyz, /metrics, /api/devices, /api/sessions");
        });
        lines.add("");
        addAdapters(lines);
        lines.add("  data       " + config.dataDirectory());
        if (config.embedded()) {
            lines.add("  secrets    " + config.dataDirectory().resolve(Credentials.DEVELOPMENT_FILE)
                    + " (in clear, for scripts on this machine;");
            lines.add("             a gateway with --config keeps hashes only)");
        } else if (!gateway.credentials().inClear().values().stream().allMatch(Map::isEmpty)) {
            lines.add("  secrets    generated just now and shown only this once; only their hashes are kept");
        }
        return lines;
    }

    /** What needs attention: an adapter that does not start, real hardware that nobody uses. */
    private void addAdapters(List<String> lines) {
        gateway.adapters().forEach(adapter -> adapter.problem()
                .ifPresent(problem -> lines.add("  adapter    does not start: " + problem + "; trying again")));
        if (config.embedded()) {
            Board.raspberryPi(root).ifPresent(model -> {
                lines.add("  adapter    simulator. This is a " + model + ": for its real pins and measurements, put");
                lines.add("             adapters: [{type: linux}] in a file and start with --config FILE");
            });
        }
    }

    private void addProtocol(List<String> lines, String protocol, Protocol.Service service) {
        List<GatewayServer.Bound> here = gateway.listeners().stream()
                .filter(bound -> serves(bound.config(), protocol))
                .sorted(Comparator.comparing(bound -> bound.config().secure()))
                .toList();
        lines.add("");
        if (here.isEmpty()) {
            lines.add("  %-10s on no listener".formatted(protocol));
            return;
        }
        String label = protocol;
        for (Endpoint endpoint : service.endpoints()) {
            List<String> urls = here.stream()
                    .map(bound -> url(bound, "ws") + endpoint.path())
                    .toList();
            lines.add("  %-10s %s".formatted(label, String.join("   ", urls)));
            label = "";
        }
        lines.add("             authentication: " + service.usage().authentication());
        if (!config.embedded()) {
            addGenerated(lines, protocol);
        }
        String example = service.usage()
                .example()
                .replace("{ws}", url(here.get(0), "ws"))
                .replace("{http}", url(here.get(0), "http"));
        lines.add("             try: " + gateway.credentials().filledIn(example, protocol));
    }

    private void addGenerated(List<String> lines, String protocol) {
        for (Login login : config.logins().getOrDefault(protocol, List.of())) {
            Map<String, String> secrets = gateway.credentials().inClear().getOrDefault(login.key(), Map.of());
            if (!secrets.isEmpty()) {
                String which = login.key().equals(protocol) ? "" : " for " + login.key();
                lines.add("             generated" + which + ": " + secrets);
            }
        }
    }

    private static boolean serves(ListenerConfig listener, String protocol) {
        return listener.protocols().isEmpty() || listener.protocols().contains(protocol);
    }

    private static String url(GatewayServer.Bound bound, String scheme) {
        InetAddress address = bound.address().getAddress();
        boolean local = address.isAnyLocalAddress() || address.isLoopbackAddress();
        String host = local ? "localhost" : address.getHostAddress();
        return scheme + (bound.config().secure() ? "s" : "") + "://" + host + ":"
                + bound.address().getPort();
    }
}
