package dev.sluice.protocol;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A protocol that knows its configuration. */
@FunctionalInterface
public interface Protocol {
    /** What the protocol serves. Called once, after the adapters have started and before any listener opens. */
    Service serve(Services services);

    /**
     * Takes over what may change while connections are open; the rest waits for the next start. Called by any thread, one at
     * a time.
     *
     * @param next the same plug-in with another reading of its configuration, which is never served
     */
    default void reconfigure(Protocol next) {}

    /**
     * The limits of its endpoints, if they may change while connections are open: those that come later get the new ones. The
     * transport sees to that.
     */
    default Optional<Limits> limits() {
        return Optional.empty();
    }

    /** The keys below the protocol's section that {@link #reconfigure} and {@link #limits} put in force. */
    default Set<String> changeable() {
        return limits().isPresent() ? Limits.KEYS : Set.of();
    }

    /** A protocol of which only the limits may change. */
    static Protocol of(Limits limits, Function<Services, Service> serve) {
        return new Protocol() {
            @Override
            public Service serve(Services services) {
                return serve.apply(services);
            }

            @Override
            public Optional<Limits> limits() {
                return Optional.of(limits);
            }
        };
    }

    /**
     * What a protocol offers to the outside.
     *
     * @param endpoints its WebSocket endpoints
     * @param routes its plain HTTP routes
     * @param usage how to use it, for the start-up table and the index page
     * @param api what is said over the WebSocket endpoints, if it is described
     * @param names what it calls devices
     */
    record Service(
            List<Endpoint> endpoints, List<HttpRoute> routes, Usage usage, Optional<ApiDescription> api, Names names) {
        public Service {
            endpoints = List.copyOf(endpoints);
            routes = List.copyOf(routes);
        }

        /** A service without description. */
        public Service(List<Endpoint> endpoints, List<HttpRoute> routes, Usage usage) {
            this(endpoints, routes, usage, Optional.empty(), Names.NONE);
        }

        /** A service with a description. */
        public Service(List<Endpoint> endpoints, List<HttpRoute> routes, Usage usage, ApiDescription api) {
            this(endpoints, routes, usage, Optional.of(api), Names.NONE);
        }

        /** This service, which calls devices so. */
        public Service with(Names called) {
            return new Service(endpoints, routes, usage, api, called);
        }
    }

    /**
     * How to use a protocol, for people.
     *
     * @param authentication how to authenticate, one line
     * @param example a shell command that connects, in which {@code {ws}} stands for the WebSocket address up to the path
     *     ({@code ws://localhost:8080}), {@code {http}} for the HTTP one, and {@code {credentials.KEY}} for the generated
     *     credentials of the embedded default, where there are any
     */
    record Usage(String authentication, String example) {}
}
