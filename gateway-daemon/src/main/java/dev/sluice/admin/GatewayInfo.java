package dev.sluice.admin;

import dev.sluice.device.Health;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Protocol;
import dev.sluice.transport.GatewayServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What runs here, as {@code /api/info} tells it.
 *
 * @param listeners as they are bound now
 * @param adapters how each is doing, by name
 */
public record GatewayInfo(
        String version,
        Instant started,
        Supplier<Duration> age,
        Supplier<List<GatewayServer.Bound>> listeners,
        Map<String, Protocol.Service> protocols,
        Map<String, Supplier<Health>> adapters) {

    /** As JSON, as it is now. */
    public ObjectNode json() {
        ObjectNode json = Json.object()
                .put("version", version)
                .put("java", System.getProperty("java.version", ""))
                .put("started", started.toString())
                .put("uptime_seconds", age.get().toSeconds());
        ArrayNode bound = json.putArray("listeners");
        listeners.get().forEach(listener -> bound.add(listener(listener)));
        ArrayNode served = json.putArray("protocols");
        protocols.forEach((name, service) -> served.add(protocol(name, service)));
        ArrayNode owners = json.putArray("adapters");
        adapters.forEach((name, health) -> owners.add(adapter(name, health.get())));
        return json;
    }

    private static ObjectNode listener(GatewayServer.Bound bound) {
        ObjectNode json = Json.object()
                .put("name", bound.config().name())
                .put("address", bound.address().getAddress().getHostAddress())
                .put("port", bound.address().getPort())
                .put("tls", bound.config().secure());
        ArrayNode protocols = json.putArray("protocols"); // none means all
        bound.config().protocols().forEach(protocols::add);
        return json;
    }

    private static ObjectNode protocol(String name, Protocol.Service service) {
        ObjectNode json = Json.object()
                .put("name", name)
                .put("authentication", service.usage().authentication());
        ArrayNode paths = json.putArray("paths");
        service.endpoints().forEach(endpoint -> paths.add(endpoint.path().toString()));
        return json;
    }

    private static ObjectNode adapter(String name, Health health) {
        ObjectNode json = StatusPages.part(name, health);
        json.remove("part");
        return json.put("name", name);
    }
}
