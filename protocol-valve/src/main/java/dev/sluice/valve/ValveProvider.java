package dev.sluice.valve;

import dev.sluice.config.Config;
import dev.sluice.device.Device;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.Names.Name;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.ProtocolProvider;
import dev.sluice.protocol.Services;
import java.util.List;

/** The plug-in; found by {@link java.util.ServiceLoader}, used at the start by one thread. */
public final class ValveProvider implements ProtocolProvider {
    /** The plug-in's name, which is also the realm of its users. */
    static final String NAME = "valve";

    private static final Protocol.Usage USAGE = new Protocol.Usage(
            "Basic (user and password of valve)",
            "npx -y wscat --no-check -c {ws}/valve --auth {credentials.user}:{credentials.password}");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Protocol configure(Config config) {
        ValveConfig valve = ValveConfig.read(config);
        return Protocol.of(valve.limits(), services -> new Protocol.Service(
                        endpoints(valve, services), List.of(), USAGE, ValveApi.of(valve))
                .with(device -> names(valve, device)));
    }

    private static List<Name> names(ValveConfig config, Device device) {
        if (!ValveDevice.isValve(device)) {
            return List.of();
        }
        Name own = new Name("path", "/valve/" + device.id());
        return device.id().equals(config.device()) ? List.of(own, new Name("path", "/valve")) : List.of(own);
    }

    @Override
    public List<Login> logins() {
        return List.of(new Login(NAME, "sluice", Principal.Role.USER, Kind.PASSWORD, "user", "password"));
    }

    private static List<Endpoint> endpoints(ValveConfig config, Services services) {
        return List.of(
                new ValveEndpoint("/valve", config, services),
                new ValveEndpoint("/valve/{device}", config, services),
                new ValveEndpoint(ValveEndpoint.SHARED_PATH, config, services));
    }
}
