package dev.sluice.mqtt;

import dev.sluice.device.Registration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings messages to those who asked for their topic. Confined to the {@link Lane}. */
final class Router {
    private static final Logger log = LoggerFactory.getLogger(Router.class);

    private final int payloadBytes;
    private final Map<String, List<Consumer<Message>>> byTopic = new HashMap<>();
    private final List<Route> byFilter = new ArrayList<>();

    private record Route(String filter, Consumer<Message> receiver) {}

    /**
     * A router without receivers.
     *
     * @param payloadBytes longer messages are dropped
     */
    Router(int payloadBytes) {
        this.payloadBytes = payloadBytes;
    }

    /** Messages on one topic. */
    Registration topic(String topic, Consumer<Message> receiver) {
        byTopic.computeIfAbsent(topic, unknown -> new ArrayList<>()).add(receiver);
        return () -> byTopic.computeIfPresent(topic, (name, receivers) -> {
            receivers.remove(receiver);
            return receivers.isEmpty() ? null : receivers;
        });
    }

    /** Messages on all topics that match. */
    Registration filter(String filter, Consumer<Message> receiver) {
        Route route = new Route(filter, receiver);
        byFilter.add(route);
        return () -> byFilter.remove(route);
    }

    void route(Message message) {
        if (message.payload().length > payloadBytes) {
            log.debug(
                    "dropped {} bytes on {} (expected: at most {})",
                    message.payload().length,
                    message.topic(),
                    payloadBytes);
            return;
        }
        List.copyOf(byTopic.getOrDefault(message.topic(), List.of())).forEach(receiver -> receiver.accept(message));
        for (Route route : List.copyOf(byFilter)) { // a receiver may add routes
            if (Topics.matches(route.filter, message.topic())) {
                route.receiver.accept(message);
            }
        }
    }
}
