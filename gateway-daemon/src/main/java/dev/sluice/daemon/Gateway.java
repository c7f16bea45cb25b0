package dev.sluice.daemon;

import dev.sluice.admin.AdminService;
import dev.sluice.admin.DeviceHistory;
import dev.sluice.admin.GatewayInfo;
import dev.sluice.admin.Meters;
import dev.sluice.admin.Readiness;
import dev.sluice.admin.Recordings;
import dev.sluice.device.Adapter;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.Health;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.SystemScheduler;
import dev.sluice.journal.Journal;
import dev.sluice.journal.JournalException;
import dev.sluice.journal.JournalProvider;
import dev.sluice.journal.JournalSettings;
import dev.sluice.journal.MemoryJournal;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.ProtocolProvider;
import dev.sluice.protocol.Services;
import dev.sluice.transport.GatewayServer;
import dev.sluice.transport.GuessLimit;
import dev.sluice.transport.ListenException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway. Parts start in the order in which they need each other, and stop in reverse. */
final class Gateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final long startedNanos = System.nanoTime();
    private final GatewayConfig started;
    private final Map<String, Protocol> protocols;
    private final Map<String, Protocol.Service> services = new LinkedHashMap<>();
    private final List<KeptAdapter> adapters = new ArrayList<>();
    private final Credentials credentials;
    private final Doorman doorman;
    private final GatewayServer server;
    private final Readiness readiness = new Readiness();
    private final List<GatewayServer.Bound> listeners;
    private final List<GatewayServer.Bound> admin;

    private Gateway(GatewayConfig config) throws StartException {
        started = config;
        protocols = config.protocols();
        try {
            credentials =
                    Credentials.open(config.dataDirectory(), config.accounts(), config.logins(), config.embedded());
            Meters meters = opened(new Meters(SluiceCommand.Version.text()));
            Journal journal = meters.metered(
                    opened(journal(config))); // the first to be opened, so that the others can write to their end
            readiness.add("journal", journal::health);
            SystemScheduler scheduler = opened(new SystemScheduler("sluice-clock"));
            DeviceBus bus = meters.metered(new LocalDeviceBus(scheduler, config.commandTimeout()));
            Optional<DeviceHistory> history = config.admin().enabled()
                    ? Optional.of(opened(
                            new DeviceHistory(bus, scheduler))) // before the adapters, to hear them from the start
                    : Optional.empty();
            GuessLimit guesses = new GuessLimit(config.transport().limits(), scheduler);
            doorman = opened(
                    Doorman.open(credentials.accounts(), config.tokens(), config.dataDirectory(), scheduler, guesses));
            Map<String, Supplier<Health>> health = new LinkedHashMap<>();
            for (Map.Entry<String, Adapter> adapter : config.adapters().entrySet()) {
                KeptAdapter kept = opened(new KeptAdapter(adapter.getValue(), bus, scheduler));
                kept.start();
                adapters.add(kept);
                health.put(adapter.getKey(), kept::health);
                readiness.add("adapter " + adapter.getKey(), kept::health);
                meters.watch(adapter.getKey(), kept::health);
            }
            Services shared = new Services(bus, doorman, journal, scheduler);
            protocols.forEach((name, protocol) -> services.put(name, protocol.serve(shared)));
            server = opened(
                    new GatewayServer(config.transport(), config.dataDirectory(), services, bus, scheduler, guesses));
            if (config.admin().enabled()) {
                ThreadPoolExecutor workers = Workers.named("sluice-admin");
                opened(workers::shutdownNow);
                Recordings recordings =
                        opened(new Recordings(config.dataDirectory().resolve("recordings"), bus, scheduler, workers));
                AdminService.Parts inside = new AdminService.Parts(
                        bus,
                        doorman,
                        guesses,
                        history.orElseThrow(),
                        recordings,
                        services,
                        this::listeners,
                        SluiceCommand.Version.text(),
                        server.sessions(),
                        readiness,
                        meters,
                        info(health, scheduler.instant())::json,
                        scheduler,
                        workers);
                server.serveApart(
                        AdminService.NAME,
                        AdminService.of(config.admin(), inside),
                        config.admin().listener());
            }
            listeners = server.start();
            admin = server.startedApart();
            meters.watch(server.metrics());
            meters.watch(guesses);
            meters.watch(readiness);
            readiness.started();
        } catch (ListenException | IllegalArgumentException e) {
            close();
            throw new StartException(String.valueOf(e.getMessage()));
        } catch (StartException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything, or nothing.
     *
     * @param config one without problems
     */
    static Gateway start(GatewayConfig config) throws StartException {
        return new Gateway(config);
    }

    private static Journal journal(GatewayConfig config) throws StartException {
        JournalSettings settings = config.journal().settings();
        Optional<JournalProvider> provider = config.journal().provider();
        if (provider.isEmpty()) {
            return MemoryJournal.startingNow(settings, InstantSource.system());
        }
        try {
            return provider.get().open(config.dataDirectory(), settings, InstantSource.system());
        } catch (JournalException e) {
            throw new StartException("journal: " + e.getMessage());
        }
    }

    private GatewayInfo info(Map<String, Supplier<Health>> adapters, Instant now) {
        return new GatewayInfo(SluiceCommand.Version.text(), now, this::age, this::listeners, services, adapters);
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /**
     * Puts in force what another reading of the configuration says and can change; a protocol that is no longer enabled stays
     * as it is, and so do the accounts of one that has none any more. Adapters are told apart by their places.
     *
     * @param next one without problems
     */
    void reconfigure(GatewayConfig next) {
        Map<String, List<Account>> accounts = new HashMap<>(credentials.accounts());
        accounts.putAll(kept());
        accounts.putAll(next.accounts());
        doorman.replace(accounts);
        Map<String, Limits> limits = new HashMap<>();
        next.protocols().forEach((name, protocol) -> protocol.limits().ifPresent(changed -> limits.put(name, changed)));
        server.reconfigure(next.transport(), limits);
        protocols.forEach((name, protocol) ->
                Optional.ofNullable(next.protocols().get(name)).ifPresent(protocol::reconfigure));
        Iterator<Adapter> others = next.adapters().values().iterator();
        for (KeptAdapter adapter : adapters) {
            if (others.hasNext()) {
                adapter.reconfigure(others.next());
            }
        }
    }

    /** What the data directory says of the protocols that had no configured accounts at the start. */
    private Map<String, List<Account>> kept() {
        Map<String, List<ProtocolProvider.Login>> needed = new HashMap<>(started.logins());
        needed.keySet().removeAll(started.accounts().keySet());
        needed.values().removeIf(List::isEmpty);
        try {
            return Credentials.reread(started.dataDirectory(), needed);
        } catch (StartException e) {
            log.warn("credentials stay as they were: {}", e.getMessage());
            return Map.of();
        }
    }

    Map<String, Protocol.Service> services() {
        return services;
    }

    /** In the order of the configuration. */
    List<KeptAdapter> adapters() {
        return adapters;
    }

    Credentials credentials() {
        return credentials;
    }

    List<GatewayServer.Bound> listeners() {
        return listeners;
    }

    /** Where it is looked after, if anywhere. */
    Optional<GatewayServer.Bound> admin() {
        return admin.stream().findFirst();
    }

    /** How long it has been running. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    @Override
    public void close() {
        log.info("stopping");
        readiness.stopping();
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) { // one part that fails to stop must not keep the others from stopping
                log.error("{} failed to stop", part, e);
            }
        }
        log.info("stopped");
    }
}
