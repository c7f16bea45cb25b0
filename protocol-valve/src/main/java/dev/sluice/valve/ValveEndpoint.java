package dev.sluice.valve;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceId;
import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.BasicCredentials;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.PathPattern;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.protocol.Services;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One address of the valves: who may come in, and to which valve. Called on the event loop of whoever asks. */
final class ValveEndpoint implements Endpoint {
    /** Where the real device serves, and other protocols as well. */
    static final String SHARED_PATH = "/";

    private static final String CHALLENGE = "Basic realm=\"sluice valve\", charset=\"UTF-8\"";

    private final PathPattern path;
    private final boolean shared;
    private final ValveConfig config;
    private final Services services;

    ValveEndpoint(String path, ValveConfig config, Services services) {
        this.path = PathPattern.of(path);
        this.shared = path.equals(SHARED_PATH);
        this.config = config;
        this.services = services;
    }

    @Override
    public PathPattern path() {
        return path;
    }

    @Override
    public boolean recognises(Request handshake) {
        return !shared
                || BasicCredentials.presentIn(handshake)
                || handshake.parameter("ticket").isPresent();
    }

    @Override
    public CompletionStage<Authentication> authenticate(Request handshake) {
        return BasicCredentials.of(handshake)
                .map(given -> check(given, handshake.remote().getAddress()))
                .or(() -> handshake.certificate().map(Authentication::granted))
                .orElseGet(() -> Authentication.denied(unauthorized("no usable credentials")));
    }

    private CompletionStage<Authentication> check(BasicCredentials given, InetAddress client) {
        return services.authenticator()
                .from(client)
                .password(ValveProvider.NAME, given.user(), given.password())
                .thenApply(principal -> principal
                        .<Authentication>map(Authentication.Granted::new)
                        .orElseGet(() -> new Authentication.Denied(unauthorized("wrong user or password"))));
    }

    private static Response unauthorized(String problem) {
        return error(401, problem + " (expected: Authorization: Basic with user and password of valve)")
                .with("WWW-Authenticate", CHALLENGE);
    }

    @Override
    public Admission admit(Request handshake, Principal principal) {
        String name = path.match(handshake.path())
                .flatMap(ValveEndpoint::device)
                .orElse(config.device().value());
        Optional<Device> device = DeviceId.isValid(name) ? services.bus().find(new DeviceId(name)) : Optional.empty();
        if (device.isEmpty()) {
            return notFound("no device '" + Json.echo(name) + "'");
        }
        if (!ValveDevice.isValve(device.get())) {
            return notFound("device '" + name + "' is a " + device.get().kind());
        }
        return Admission.accepted(new ValveSession(services.bus(), device.get().id(), config));
    }

    private static Optional<String> device(Map<String, String> parts) {
        return Optional.ofNullable(parts.get("device"));
    }

    private static Admission notFound(String found) {
        return Admission.refused(error(404, found + " (expected: a valve that is registered)"));
    }

    private static Response error(int status, String message) {
        return Response.json(status, Json.object().put("error", message).toString());
    }

    @Override
    public Limits limits() {
        return config.limits();
    }
}
