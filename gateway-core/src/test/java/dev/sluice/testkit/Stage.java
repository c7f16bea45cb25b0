package dev.sluice.testkit;

import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.journal.Durability;
import dev.sluice.journal.Journal;
import dev.sluice.journal.JournalSettings;
import dev.sluice.journal.MemoryJournal;
import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Services;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A protocol on a bus with fake devices, a manual clock, and users whose password is {@value #PASSWORD}. */
public final class Stage {
    /** The password of every user. */
    public static final String PASSWORD = FakeAuthenticator.PASSWORD;

    private static final JournalSettings JOURNAL =
            new JournalSettings(Durability.MEMORY, 100_000, Duration.ofHours(24));

    private final ManualScheduler scheduler = new ManualScheduler();
    private final DeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));
    private final FakeAuthenticator authenticator = new FakeAuthenticator();
    private final Journal journal = new MemoryJournal(JOURNAL, scheduler, 1);
    private final Map<DeviceId, FakeDevice> devices = new LinkedHashMap<>();
    private final Protocol.Service service;
    private final Request handshake;

    /**
     * Registers the devices and starts the protocol.
     *
     * @param handshake how clients connect unless a test says otherwise
     */
    public Stage(Protocol protocol, Request handshake, DeviceDescriptor... devices) {
        for (DeviceDescriptor device : devices) {
            this.devices.put(device.id(), new FakeDevice(device, bus, scheduler));
        }
        this.service = protocol.serve(new Services(bus, authenticator, journal, scheduler));
        this.handshake = handshake;
    }

    public ManualScheduler scheduler() {
        return scheduler;
    }

    public FakeAuthenticator authenticator() {
        return authenticator;
    }

    public Journal journal() {
        return journal;
    }

    public DeviceBus bus() {
        return bus;
    }

    public Protocol.Service service() {
        return service;
    }

    public Request handshake() {
        return handshake;
    }

    public FakeDevice device(String id) {
        return Optional.ofNullable(devices.get(new DeviceId(id))).orElseThrow();
    }

    public FakeSession connect() {
        return connect(handshake);
    }

    /** Connects as the transport would; fails the test if the endpoint refuses. */
    public FakeSession connect(Request request) {
        Endpoint endpoint = endpoint(request);
        Authentication authentication =
                endpoint.authenticate(request).toCompletableFuture().join();
        if (!(authentication instanceof Authentication.Granted granted)) {
            throw new AssertionError("not authenticated: " + authentication);
        }
        Admission admission = endpoint.admit(request, granted.principal());
        if (!(admission instanceof Admission.Accepted accepted)) {
            throw new AssertionError("not admitted: " + admission);
        }
        return new FakeSession(bus, scheduler, granted.principal(), endpoint.limits(), accepted.handler());
    }

    /** The endpoint that the transport would choose. */
    public Endpoint endpoint(Request request) {
        List<Endpoint> onPath = service.endpoints().stream()
                .filter(endpoint -> endpoint.path().match(request.path()).isPresent())
                .toList();
        return onPath.stream()
                .filter(endpoint -> endpoint.recognises(request))
                .findFirst()
                .orElseGet(() -> onPath.get(0));
    }
}
