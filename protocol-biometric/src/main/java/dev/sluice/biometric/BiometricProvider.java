package dev.sluice.biometric;

import dev.sluice.config.Config;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.Names;
import dev.sluice.protocol.Principal.Role;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.ProtocolProvider;
import dev.sluice.protocol.Services;
import java.util.List;

/** The plug-in; found by {@link java.util.ServiceLoader}, used at the start by one thread. */
public final class BiometricProvider implements ProtocolProvider {
    /** The plug-in's name, which is also the realm of its developers. */
    static final String NAME = "biometric";

    /** The developer whose users are the wearables of other adapters, unless the configuration names another one. */
    static final String SIMULATOR = "simulator";

    private static final Protocol.Usage USAGE = new Protocol.Usage(
            "a token in IDENTIFY, fetched by a developer with dev-id and x-api-key",
            "curl -X POST {http}/auth/developer -H 'dev-id: {credentials.dev_id}' -H 'x-api-key: {credentials.api_key}'");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Protocol configure(Config config) {
        BiometricConfig biometric = BiometricConfig.read(config);
        return Protocol.of(biometric.limits(), services -> serve(biometric, services));
    }

    @Override
    public List<Login> logins() {
        return List.of(developer(NAME, "sluice"), developer(NAME + "-" + SIMULATOR, SIMULATOR));
    }

    private static Login developer(String key, String developer) {
        return new Login(key, developer, Role.USER, Kind.PASSWORD, "dev_id", "api_key");
    }

    private static Protocol.Service serve(BiometricConfig config, Services services) {
        Tokens tokens = new Tokens(config, services.scheduler());
        Accounts accounts = new Accounts(config.consumers(), services.journal(), services.bus());
        new DeviceUsers(accounts, accounts.of(config.deviceDeveloper())).follow(services);
        BiometricSession.House house = new BiometricSession.House(config, tokens, accounts, services.bus());
        List<Endpoint> endpoints =
                List.of(endpoint("/connect", house, services), endpoint("/biometric", house, services));
        return new Protocol.Service(endpoints, new TokenDesk(tokens, services).routes(), USAGE, BiometricApi.of(config))
                .with(device -> device.kind().equals(DataType.PROFILE)
                        ? List.of(new Names.Name("user", device.id().value()))
                        : List.of());
    }

    private static Endpoint endpoint(String path, BiometricSession.House house, Services services) {
        return new BiometricEndpoint(path, house, services.authenticator());
    }
}
