package dev.sluice.placeos;

import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Services;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The protocol with its configuration. Served once; systems may be replaced at any time, by any thread. */
final class PlaceosProtocol implements Protocol {
    private static final Logger log = LoggerFactory.getLogger(PlaceosProtocol.class);

    private static final Usage USAGE = new Usage(
            "API key (X-API-Key, ?api-key=) or bearer token (POST /auth/token)",
            "npx -y wscat --no-check -c {ws}/api/engine/v2/systems/control -H 'X-API-Key: {credentials.api_key}' -x ping");

    private final PlaceosConfig config;
    private final SystemDirectory directory;
    private final Notifications notifications = new Notifications();

    PlaceosProtocol(PlaceosConfig config) {
        this.config = config;
        this.directory = new SystemDirectory(config.systems());
    }

    @Override
    public Service serve(Services services) {
        LogLevels levels = new LogLevels(services.bus(), services.scheduler());
        House house = new House(config, services.bus(), directory, levels, notifications);
        List<Endpoint> endpoints = PlaceosEndpoint.PATHS.stream()
                .<Endpoint>map(path -> new PlaceosEndpoint(path, house, services.authenticator()))
                .toList();
        List<HttpRoute> routes = new ArrayList<>(new Grants(services.authenticator(), config.tokens()).routes());
        routes.add(new Authority(config.authority()).route());
        return new Service(endpoints, routes, USAGE, PlaceosApi.of(config))
                .with(device -> directory.current().names(device.id()));
    }

    @Override
    public Optional<Limits> limits() {
        return Optional.of(config.limits());
    }

    @Override
    public Set<String> changeable() {
        Set<String> keys = new HashSet<>(Limits.KEYS);
        keys.add("systems");
        return keys;
    }

    /** Systems only; the transport takes care of limits. */
    @Override
    public void reconfigure(Protocol next) {
        if (next instanceof PlaceosProtocol other) {
            replace(other.config.systems());
            log.info("systems read again; connections follow");
        }
    }

    /** Puts other systems in place; bindings and debug streams of open connections follow. */
    void replace(Systems systems) {
        directory.replace(systems);
    }

    /** What has been written for all sessions together, and how often. */
    Notifications notifications() {
        return notifications;
    }
}
