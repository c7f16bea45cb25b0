package dev.sluice.admin;

import dev.sluice.description.Address;
import dev.sluice.description.Descriptions;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.Scheduler;
import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Protocol;
import dev.sluice.transport.GatewayServer;
import dev.sluice.transport.GuessLimit;
import dev.sluice.transport.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Everything that the admin listener serves. */
public final class AdminService {
    /** What the transport, logs and metrics call it. */
    public static final String NAME = "admin";

    private static final Logger log = LoggerFactory.getLogger(AdminService.class);

    private AdminService() {}

    /**
     * What the pages show.
     *
     * @param guesses who has to wait before another token is looked at
     * @param services what is served, by protocol
     * @param listeners where it is served
     * @param release the gateway's version
     * @param info answer of {@code /api/info}
     * @param workers for what takes longer than an event loop may; bounded, and refuses what is too much
     */
    public record Parts(
            DeviceBus bus,
            Authenticator authenticator,
            GuessLimit guesses,
            DeviceHistory history,
            Recordings recordings,
            Map<String, Protocol.Service> services,
            Supplier<List<GatewayServer.Bound>> listeners,
            String release,
            Sessions sessions,
            Readiness readiness,
            Meters meters,
            Supplier<ObjectNode> info,
            Scheduler clock,
            Executor workers) {}

    /** The service, for a listener of its own. */
    public static Protocol.Service of(AdminConfig config, Parts parts) {
        if (!config.listener().secure()
                && !AdminConfig.isLoopback(config.listener().address())) {
            log.warn(
                    "admin: {} without TLS: who is on the way can read the token",
                    config.listener().address());
        }
        AdminGuard guard = new AdminGuard(config, parts.authenticator, parts.guesses);
        List<HttpRoute> routes = new ArrayList<>();
        routes.addAll(new StatusPages(parts.readiness, parts.meters, parts.info, parts.workers).routes(guard));
        routes.addAll(new DevicePages(parts.bus, parts.services, parts.workers).routes(guard));
        routes.addAll(new HistoryPages(parts.history, parts.workers).routes(guard));
        routes.addAll(new RecordingPages(parts.recordings, parts.bus, parts.workers).routes(guard));
        routes.addAll(new ScenarioPages(parts.bus, parts.clock, parts.workers).routes(guard));
        Descriptions.routes(new Descriptions.Parts(
                        parts.bus,
                        parts.services,
                        () -> parts.listeners.get().stream().map(Address::of).toList(),
                        parts.release,
                        config.wantsCredentials(),
                        parts.workers))
                .forEach(route -> routes.add(Page.guarded(route, guard)));
        routes.addAll(new ConsolePages(parts.listeners, parts.workers).routes());
        routes.addAll(new SessionPages(parts.sessions, parts.clock, parts.workers).routes(guard));
        routes.addAll(new FramePages(parts.sessions, parts.workers).routes(guard));
        String authentication =
                config.wantsCredentials() ? "Authorization: Bearer TOKEN" : "none, on this machine only";
        return new Protocol.Service(
                List.of(new EventsEndpoint(guard)), routes, new Protocol.Usage(authentication, "curl {http}/readyz"));
    }
}
