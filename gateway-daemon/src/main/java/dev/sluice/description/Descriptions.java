package dev.sluice.description;

import dev.sluice.device.DeviceBus;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** All pages of this package, to be hung into a listener that decides who may see them. */
public final class Descriptions {
    private Descriptions() {}

    /**
     * What is described.
     *
     * @param services by name of the protocol
     * @param addresses the open listeners; not asked before the first request
     * @param release the gateway's version
     * @param secured whether the listener that the routes are hung in wants a bearer token
     * @param workers for what takes longer than an event loop may; bounded, and refuses what is too much
     */
    public record Parts(
            DeviceBus bus,
            Map<String, Protocol.Service> services,
            Supplier<List<Address>> addresses,
            String release,
            boolean secured,
            Executor workers) {}

    /** The routes; none of them checks who asks. */
    public static List<HttpRoute> routes(Parts parts) {
        List<HttpRoute> routes = new ArrayList<>(new ApiPages(parts.services, parts.addresses, parts.release).routes());
        routes.addAll(
                new ThingPages(parts.bus, parts.services, parts.addresses, parts.secured, parts.workers).routes());
        return routes;
    }
}
