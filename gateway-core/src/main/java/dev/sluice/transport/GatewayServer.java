package dev.sluice.transport;

import dev.sluice.device.DeviceBus;
import dev.sluice.protocol.Protocol;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** All listeners of a gateway and the event loops that serve them. */
public final class GatewayServer implements AutoCloseable {
    /**
     * A gateway that does not listen yet.
     *
     * @param dataDirectory where a self-signed certificate is kept
     * @param services what each protocol offers, by protocol name, in the order in which they are asked whose a handshake is
     */
    public GatewayServer(
            TransportConfig config, Path dataDirectory, Map<String, Protocol.Service> services, DeviceBus bus) {}

    /**
     * Opens every listener, or none.
     *
     * @return where they listen, in the order of the configuration
     * @throws ListenException if one cannot be opened: its port is in use, its certificate cannot be read
     */
    public List<Bound> start() throws ListenException {
        return List.of();
    }

    /** Closes the listeners, then every session with 1001, waits a few seconds for what was sent, and stops the threads. */
    @Override
    public void close() {}

    /**
     * An open listener.
     *
     * @param address with the port that the system chose if the configuration said 0
     */
    public record Bound(ListenerConfig config, InetSocketAddress address) {}
}
