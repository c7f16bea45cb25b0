package dev.sluice.daemon.command;

import java.net.http.WebSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prints what goes on in a protocol: what the devices say that it shows, live, and what its sessions do, by asking once a second.
 * Asks on a thread of its own.
 */
final class ProtocolTail implements AutoCloseable {
    private static final long PERIOD_SECONDS = 1;

    /** Devices come and go seldom, and there may be many. */
    private static final int DEVICES_EACH = 10;

    /** Of more, everything is heard and sorted here: a message to the gateway may not have any length. */
    private static final int MOST_NAMED = 500;

    private final AdminClient client;
    private final String protocol;
    private final Lines lines;
    private final SessionTail sessions;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sluice-tail");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Set<String> devices = Set.of();
    private @Nullable WebSocket events;
    private int looks;

    ProtocolTail(AdminClient client, String protocol, Lines lines) {
        this.client = client;
        this.protocol = protocol;
        this.lines = lines;
        this.sessions = new SessionTail(client, protocol, lines);
    }

    void start() {
        clock.scheduleWithFixedDelay(this::look, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            if (looks++ % DEVICES_EACH == 0) {
                watchDevices();
            }
            sessions.look();
        } catch (CommandFailure e) {
            lines.fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (RuntimeException e) { // else the clock would stop without a word
            lines.fail(new CommandFailure(ExitCode.FAILED, e.toString()));
        }
    }

    private void watchDevices() throws CommandFailure, InterruptedException {
        String path = "/api/devices" + Pages.query("protocol", protocol);
        Set<String> now = new HashSet<>();
        for (JsonNode device : Pages.all(client, path, "devices")) {
            now.add(device.path("id").asString(""));
        }
        if (now.equals(devices)) {
            return;
        }
        devices = now;
        WebSocket socket = events;
        if (socket == null) {
            socket = client.open("/api/events", new EventTail(lines, device -> devices.contains(device)));
            events = socket;
        }
        socket.sendText(filter(now).toString(), true).join();
    }

    private static ObjectNode filter(Set<String> devices) {
        ObjectNode filter = JsonNodeFactory.instance.objectNode();
        if (devices.size() <= MOST_NAMED) {
            ArrayNode named = filter.putArray("devices");
            devices.forEach(named::add);
        }
        return filter;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        WebSocket socket = events;
        if (socket != null) {
            AdminClient.close(socket);
        }
    }
}
