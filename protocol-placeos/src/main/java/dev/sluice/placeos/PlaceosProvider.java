package dev.sluice.placeos;

import dev.sluice.config.Config;
import dev.sluice.protocol.Principal.Role;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.ProtocolProvider;
import java.util.List;

/** The plug-in; found by {@link java.util.ServiceLoader}, used at the start by one thread. */
public final class PlaceosProvider implements ProtocolProvider {
    /** The plug-in's name, which is also the realm of its keys and tokens. */
    static final String NAME = "placeos";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Protocol configure(Config config) {
        return new PlaceosProtocol(PlaceosConfig.read(config));
    }

    /** A panel's key, and a password that may be traded for a token which may do more. */
    @Override
    public List<Login> logins() {
        return List.of(
                new Login(NAME, "panel", Role.USER, Kind.API_KEY, "", "api_key"),
                new Login(NAME + "-support", "support", Role.SUPPORT, Kind.PASSWORD, "user", "password"));
    }
}
