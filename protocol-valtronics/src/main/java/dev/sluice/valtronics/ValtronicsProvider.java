package dev.sluice.valtronics;

import dev.sluice.config.Config;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Names;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.ProtocolProvider;
import dev.sluice.protocol.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plug-in; found by {@link java.util.ServiceLoader}, used at the start by one thread. */
public final class ValtronicsProvider implements ProtocolProvider {
    /** The plug-in's name, which is also the realm of its tokens. */
    static final String NAME = "valtronics";

    private static final Logger log = LoggerFactory.getLogger(ValtronicsProvider.class);
    private static final Protocol.Usage USAGE = new Protocol.Usage(
            "JWT in the first message (./sluice token prints one)", "npx -y wscat --no-check -c {ws}/ws");

    /** How often the numbers of devices are written down anew, lest the journal forget them. */
    private static final Duration REMEMBER = Duration.ofHours(1);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Protocol configure(Config config) {
        ValtronicsConfig valtronics = ValtronicsConfig.read(config);
        return services -> serve(valtronics, services);
    }

    private static Protocol.Service serve(ValtronicsConfig config, Services services) {
        DeviceNumbers numbers = new DeviceNumbers(config.devices(), services.journal());
        services.bus().list(device -> Metrics.has(device.profile())).forEach(numbers::of);
        rememberLater(numbers, services);
        Traffic traffic = new Traffic(services.scheduler());
        Facilities facilities = new Facilities(
                config,
                services.authenticator(),
                new News(numbers, services.scheduler()),
                new SystemMonitor(
                        services.scheduler(),
                        config.system().interval(),
                        new HostProbe(config.system().disk()),
                        traffic::activeConnections),
                new Users(config.connectionsPerUser()),
                traffic,
                new ConnectRate(config.connectsPerMinute(), config.connectsExempt()));
        new AlertWatch(config.rules(), services.bus(), services.scheduler()).start(); // as long as there is a bus
        tellConnectRate(config);
        return new Protocol.Service(
                        endpoints(facilities, services),
                        routes(facilities, services, numbers),
                        USAGE,
                        ValtronicsApi.of(config))
                .with(device -> Metrics.has(device.profile())
                        ? List.of(new Names.Name("device_id", Long.toString(numbers.of(device))))
                        : List.of());
    }

    private static void rememberLater(DeviceNumbers numbers, Services services) {
        services.scheduler().after(REMEMBER, () -> {
            rememberLater(numbers, services);
            numbers.remember();
        });
    }

    private static void tellConnectRate(ValtronicsConfig config) {
        if (config.connectsPerMinute() > 0) {
            log.info(
                    "valtronics: {} connections a minute from one address, except from {}",
                    config.connectsPerMinute(),
                    config.connectsExempt());
        }
    }

    private static List<HttpRoute> routes(Facilities facilities, Services services, DeviceNumbers numbers) {
        ValtronicsConfig.IngestConfig config = facilities.config().ingest();
        HttpDevices devices = new HttpDevices(services.bus(), services.scheduler(), numbers, config);
        List<HttpRoute> routes = new ArrayList<>(
                new Ingestion(services.authenticator(), devices, config, services.scheduler()).routes());
        routes.add(new TrafficPage(services.authenticator(), facilities.traffic(), services.scheduler()).route());
        return routes;
    }

    private static List<Endpoint> endpoints(Facilities facilities, Services services) {
        BiFunction<String, Optional<Channel>, Endpoint> endpoint =
                (path, channel) -> new ValtronicsEndpoint(path, channel, facilities, services.scheduler());
        return List.of(
                endpoint.apply("/ws", Optional.empty()),
                endpoint.apply("/ws/telemetry", Optional.of(Channel.TELEMETRY)),
                endpoint.apply("/ws/alerts", Optional.of(Channel.ALERTS)),
                endpoint.apply("/ws/notifications", Optional.of(Channel.ALERTS)),
                endpoint.apply("/ws/devices", Optional.of(Channel.DEVICES)),
                endpoint.apply("/ws/system", Optional.of(Channel.SYSTEM)));
    }
}
