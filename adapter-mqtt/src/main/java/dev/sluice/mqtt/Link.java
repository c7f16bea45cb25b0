package dev.sluice.mqtt;

import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import dev.sluice.mqtt.BrokerConfig.VersionChoice;
import dev.sluice.mqtt.Client.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to the broker over time: makes it, asks for the topics, notices when it is lost, makes the next one.
 * Confined to its {@link Lane}, except {@link #publish}.
 */
final class Link {
    private static final Logger log = LoggerFactory.getLogger(Link.class);

    private static final int MOST_FILTERS = 50_000;

    /** Told on the lane when the broker comes and goes. */
    interface Listener {
        /** Connected, and the broker has agreed to all topics. */
        void up();

        /** Not connected, or not any more. */
        void down(String reason);
    }

    private final BrokerConfig config;
    private final Client.Factory clients;
    private final Lane lane;
    private final Scheduler scheduler;
    private final Consumer<Message> inbox;
    private final Listener listener;
    private final Overflow overflow;
    private final Backoff backoff;
    private final Map<String, Integer> filters = new LinkedHashMap<>(); // and how many want it
    private final List<Message> birth = new ArrayList<>();

    private volatile Optional<Client> current = Optional.empty(); // there while connected
    private Optional<Client> attempted = Optional.empty();
    private Registration retry = () -> {};
    private Version version;
    private int attempt;
    private boolean told;
    private volatile boolean closed;

    /**
     * A link that does nothing yet.
     *
     * @param inbox takes each message, on the lane
     * @param chance numbers from 0 up to 1
     */
    Link(
            BrokerConfig config,
            Client.Factory clients,
            Lane lane,
            Scheduler scheduler,
            Consumer<Message> inbox,
            Listener listener,
            DoubleSupplier chance) {
        this.config = config;
        this.clients = clients;
        this.lane = lane;
        this.scheduler = scheduler;
        this.inbox = inbox;
        this.listener = listener;
        this.overflow = new Overflow(config.name());
        this.backoff = new Backoff(config.firstWait(), config.longestWait(), chance);
        this.version = config.version() == VersionChoice.V3_1_1 ? Version.V3_1_1 : Version.V5;
    }

    /** A message that is published whenever the connection has been made, before anything else. */
    void atBirth(Message message) {
        birth.add(message);
    }

    /**
     * Asks for the messages that match filters, now and after every reconnection. Asked once more, the broker tells again what
     * it has kept. Of more than {@value #MOST_FILTERS} filters the last are not asked for.
     *
     * @return gives the filters back, once, on the lane; the broker hears of those that nobody else wants
     */
    Registration subscribe(Collection<String> wanted) {
        List<String> added = new ArrayList<>();
        for (String filter : wanted) {
            boolean room = filters.containsKey(filter) || filters.size() < MOST_FILTERS;
            if (room && Topics.isFilter(filter)) { // devices that describe themselves can say anything
                filters.merge(filter, 1, Integer::sum);
                added.add(filter);
            }
        }
        List<String> asked = List.copyOf(added);
        current.filter(client -> !asked.isEmpty())
                .ifPresent(client -> client.subscribe(asked).whenComplete((done, failure) -> {
                    if (failure != null) {
                        log.warn("MQTT broker {}: topics {} are not given: {}", config.name(), asked, reason(failure));
                    }
                }));
        return () -> giveBack(added);
    }

    private void giveBack(List<String> given) {
        List<String> unwanted = given.stream().filter(this::isLastToWant).toList();
        given.clear(); // once is enough
        current.filter(client -> !unwanted.isEmpty())
                .ifPresent(client -> client.unsubscribe(unwanted).whenComplete((done, failure) -> {
                    if (failure != null) { // what still comes is for nobody
                        log.debug("MQTT broker {}: topics {} are kept: {}", config.name(), unwanted, reason(failure));
                    }
                }));
    }

    private boolean isLastToWant(String filter) {
        return filters.computeIfPresent(filter, (name, users) -> users == 1 ? null : users - 1) == null;
    }

    /** Makes the first attempt to connect. */
    void start() {
        attempt(version);
    }

    /**
     * Sends a message; any thread may call this. The stage fails with what is wrong when there is no connection, and when it
     * is lost before the broker has acknowledged the message: nothing is kept and sent later.
     */
    CompletionStage<Void> publish(Message message) {
        Optional<Client> client = current;
        return client.isPresent()
                ? client.get().publish(message)
                : CompletableFuture.failedFuture(
                        new IllegalStateException("MQTT broker " + config.name() + " is not connected"));
    }

    /** Whether there is a connection; any thread may ask. */
    boolean isUp() {
        return current.isPresent();
    }

    /** Ends the connection with a farewell; the stage completes when it is out, or cannot be sent. */
    CompletionStage<Void> close(List<Message> farewell) {
        closed = true;
        retry.close();
        Optional<Client> client = current.or(() -> attempted);
        boolean connected = current.isPresent();
        current = Optional.empty();
        if (client.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<?>[] said = farewell.stream()
                .filter(message -> connected)
                .map(message -> client.get().publish(message).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(said)
                .handle((done, failure) -> client.get().disconnect())
                .thenCompose(disconnected -> disconnected)
                .exceptionally(failure -> null); // it is gone anyway
    }

    private void attempt(Version chosen) {
        if (closed) {
            return;
        }
        version = chosen;
        int number = ++attempt;
        try {
            Client client = clients.open(version, listenerOf(number));
            attempted = Optional.of(client);
            client.connect().whenComplete((done, failure) -> ended(number, client, failure));
        } catch (ConnectFailure | RuntimeException e) { // the library refuses settings that it does not like
            refused(number, e);
        }
    }

    private void ended(int number, Client client, @Nullable Throwable failure) {
        if (failure != null) {
            lane.execute(() -> refused(number, cause(failure)));
        } else if (closed) { // the lane may be closed, too
            client.disconnect();
        } else {
            lane.execute(() -> accepted(number, client));
        }
    }

    private Client.Listener listenerOf(int number) {
        return new Client.Listener() {
            @Override
            public void message(Message message, Runnable done) {
                lane.offer(new Arrival(message, done));
            }

            @Override
            public void lost(String reason) {
                lane.execute(() -> Link.this.lost(number, reason));
            }
        };
    }

    private void accepted(int number, Client client) {
        if (number != attempt || closed) {
            client.disconnect();
            return;
        }
        log.info("MQTT broker {}: connected with MQTT {}", config.name(), version == Version.V5 ? "5" : "3.1.1");
        current = Optional.of(client);
        birth.forEach(client::publish);
        client.subscribe(List.copyOf(filters.keySet()))
                .whenComplete((done, failure) -> lane.execute(() -> subscribed(number, failure)));
    }

    private void subscribed(int number, @Nullable Throwable failure) {
        if (number != attempt || current.isEmpty()) {
            return;
        }
        if (failure != null) { // some devices may work; those that do not stay silent
            log.warn("MQTT broker {}: not all topics are given: {}", config.name(), reason(failure));
        }
        told = false;
        backoff.reset();
        listener.up();
    }

    private void refused(int number, Throwable failure) {
        if (number != attempt || closed) {
            return;
        }
        boolean otherVersion = config.version() == VersionChoice.AUTO
                && version == Version.V5
                && failure instanceof ConnectFailure known
                && known.perhapsVersion();
        if (otherVersion) {
            log.debug("MQTT broker {}: no MQTT 5: {}; trying 3.1.1", config.name(), reason(failure));
            attempt(Version.V3_1_1);
        } else {
            down(reason(failure));
        }
    }

    private void lost(int number, String reason) {
        if (number == attempt && !closed) {
            down(reason);
        }
    }

    private void down(String reason) {
        attempt++; // what the old client still has to say is of no interest
        current = Optional.empty();
        attempted = Optional.empty();
        if (!told) { // once until it works again, not at every attempt
            told = true;
            log.warn("MQTT broker {}: not connected: {}; trying again", config.name(), reason);
        }
        listener.down("MQTT broker " + config.name() + ": " + reason);
        Version next = config.version() == VersionChoice.V3_1_1 ? Version.V3_1_1 : Version.V5;
        retry = scheduler.after(backoff.next(), () -> lane.execute(() -> attempt(next)));
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private static String reason(Throwable failure) {
        return String.valueOf(cause(failure).getMessage());
    }

    /** A message that waits for its turn. Dealt with or dropped, the broker hears that it need not hold back others for it. */
    private final class Arrival implements Lane.Droppable {
        private final Message message;
        private final Runnable done;

        Arrival(Message message, Runnable done) {
            this.message = message;
            this.done = done;
        }

        @Override
        public void run() {
            try {
                inbox.accept(message);
            } finally {
                done.run();
            }
        }

        @Override
        public void drop() {
            overflow.note();
            done.run();
        }
    }
}
