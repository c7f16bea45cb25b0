package dev.sluice.mqtt;

import dev.sluice.device.ActionSpec;
import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import dev.sluice.device.Status;
import dev.sluice.mqtt.MqttConfig.Publishing;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's devices in the broker, by Homie 5 and, if wanted, Home Assistant's discovery; commands come back from there.
 * Devices that came out of a broker are not published, whichever adapter they belong to: nothing goes in circles.
 *
 * <p>What has changed is only noted, so a device takes the same room however often it changes; the newest value is sent as soon
 * as the broker has acknowledged enough of what went before. Confined to the {@link Lane}, except {@link #note}.
 */
final class Publisher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Publisher.class);
    private static final int MOST_UNACKNOWLEDGED = 64;

    /** Kinds of devices that conventions make. */
    private static final Set<String> FROM_BROKERS = Set.of("homie", "home-assistant", "valtronics", "mqtt");

    private final Publishing config;
    private final Link link;
    private final Lane lane;
    private final Router router;
    private final DeviceBus bus;
    private final Predicate<DeviceId> isBehindBroker;
    private final Map<String, DeviceId> published = new TreeMap<>();
    private final Map<String, Registration> commands = new HashMap<>();
    private final Queue<Message> messages = new ArrayDeque<>(); // of devices that come; as many as there are attributes
    private Registration subscription = () -> {};
    private int unacknowledged;
    private int generation;

    private final Object changing = new Object();
    private Map<DeviceId, Set<String>> changed = new LinkedHashMap<>(); // guarded by changing
    private boolean called; // guarded by changing

    /**
     * A publisher that does nothing yet.
     *
     * @param isBehindBroker whether a device is behind this very broker; asked by any thread
     */
    Publisher(
            Publishing config, Link link, Lane lane, Router router, DeviceBus bus, Predicate<DeviceId> isBehindBroker) {
        this.config = config;
        this.link = link;
        this.lane = lane;
        this.router = router;
        this.bus = bus;
        this.isBehindBroker = isBehindBroker;
    }

    /** What the broker tells others when it loses us. */
    static Message lastWill(Publishing config) {
        return Message.of(config.base() + "/" + config.gateway() + "/$state", "lost", true);
    }

    /** Begins to listen. */
    void start() {
        router.filter(config.base() + "/+/" + HomieDescription.ACTIONS + "/+/set", this::command);
        subscription = bus.subscribe(DeviceFilter.all().only(Kind.READING, Kind.STATUS_CHANGE), this::note);
    }

    /** Whether a Homie id is one of ours. */
    boolean isOurs(String id) {
        return id.equals(config.gateway()) || published.containsKey(id);
    }

    /** Notes what has changed; on the thread of whoever publishes, so it only notes. */
    private void note(Published event) {
        DeviceId id = event.event().device();
        if (!isToBePublished(event.device())) {
            return;
        }
        synchronized (changing) {
            Set<String> attributes = changed.computeIfAbsent(id, unknown -> new LinkedHashSet<>());
            if (event.event() instanceof DeviceEvent.Reading reading) {
                attributes.addAll(reading.changed().keySet());
            }
            if (called) {
                return;
            }
            called = true;
        }
        lane.execute(this::pump);
    }

    private boolean isToBePublished(Device device) {
        return !isBehindBroker.test(device.id()) && !FROM_BROKERS.contains(device.kind());
    }

    /** The broker is there, and knows nothing of us. */
    void up() {
        generation++;
        unacknowledged = 0;
        messages.clear();
        published.clear();
        bus.list(this::isToBePublished).forEach(this::introduce);
        tellRoot();
        Set.copyOf(commands.keySet()).stream()
                .filter(id -> !published.containsKey(id))
                .forEach(this::endCommands); // left while the broker was away
        pump();
    }

    private void introduce(Device device) {
        String id = HomieView.id(device);
        DeviceId other = published.get(id);
        if (id.equals(config.gateway()) || (other != null && !other.equals(device.id()))) {
            log.warn("device {} is not published: Homie id {} is taken", device.id(), id);
            return;
        }
        published.put(id, device.id());
        String topic = topic(id);
        say(topic + "/$state", "init");
        say(
                topic + "/$description",
                HomieView.description(device, config.gateway()).toString());
        device.attributes().keySet().forEach(name -> say(device, name));
        say(topic + "/$state", HomieView.state(device.status()));
        config.homeAssistant()
                .ifPresent(prefix -> say(
                        prefix + "/device/" + objectId(id) + "/config",
                        HomeAssistantView.description(device, config.base(), config.gateway())
                                .toString()));
        commands.computeIfAbsent(id, any -> link.subscribe(List.of(topic + "/" + HomieDescription.ACTIONS + "/+/set")));
    }

    private void endCommands(String id) {
        Optional.ofNullable(commands.remove(id)).ifPresent(Registration::close);
    }

    /** The name of a device's description for Home Assistant; a gateway's id holds no underscore. */
    private String objectId(String id) {
        return config.gateway() + "_" + id;
    }

    /** Whether a description for Home Assistant is one of ours, perhaps of an earlier run. */
    boolean isOurObject(String object) {
        return config.homeAssistant().isPresent() && object.startsWith(config.gateway() + "_");
    }

    private void tellRoot() {
        String root = topic(config.gateway());
        say(root + "/$state", "init");
        say(root + "/$description", HomieView.root("Sluice", published.keySet()).toString());
        say(root + "/$state", "ready");
    }

    private void say(Device device, String attribute) {
        device.value(attribute)
                .ifPresent(value -> say(
                        topic(HomieView.id(device)) + "/" + HomieView.node(device) + "/" + HomieView.word(attribute),
                        HomieView.payload(value)));
    }

    private void say(String topic, String payload) {
        messages.add(Message.of(topic, payload, true));
    }

    private String topic(String id) {
        return config.base() + "/" + id;
    }

    /** Sends as much as the broker takes. */
    private void pump() {
        if (!link.isUp()) {
            forget();
            return;
        }
        while (unacknowledged < MOST_UNACKNOWLEDGED) {
            if (messages.isEmpty()) {
                take();
            }
            Message message = messages.poll();
            if (message == null) {
                return;
            }
            send(message);
        }
    }

    private void send(Message message) {
        int sent = generation;
        unacknowledged++;
        link.publish(message)
                .whenComplete((acknowledged, failure) -> lane.execute(() -> {
                    if (sent == generation) {
                        unacknowledged--;
                        pump();
                    }
                }));
    }

    /** Everything is told anew when the broker is back. */
    private void forget() {
        synchronized (changing) {
            changed.clear();
            called = false;
        }
    }

    private void take() {
        Map<DeviceId, Set<String>> taken;
        synchronized (changing) {
            taken = changed;
            changed = new LinkedHashMap<>();
            called = false;
        }
        Set<String> before = Set.copyOf(published.keySet());
        taken.forEach(this::tell);
        if (!before.equals(published.keySet())) {
            tellRoot();
        }
    }

    private void tell(DeviceId id, Set<String> attributes) {
        Optional<Device> device = bus.find(id);
        String word = HomieView.word(id.value());
        boolean known = id.equals(published.get(word));
        if (device.isEmpty()) {
            if (known) {
                leave(word);
            }
        } else if (!known) {
            introduce(device.get());
        } else {
            attributes.forEach(name -> say(device.get(), name));
            if (attributes.isEmpty()) {
                say(topic(word) + "/$state", HomieView.state(device.get().status()));
            }
        }
    }

    /** It stays described, for it may come back. */
    private void leave(String id) {
        say(topic(id) + "/$state", HomieView.state(Status.OFFLINE));
        published.remove(id);
        endCommands(id);
    }

    /** Somebody asks one of our devices to act. A message that the broker had kept is an old one, and no command. */
    private void command(Message message) {
        String[] levels = message.topic().substring(config.base().length() + 1).split("/", -1);
        Optional<Device> device = Optional.ofNullable(published.get(levels[0])).flatMap(bus::find);
        if (device.isEmpty() || message.retained()) {
            return;
        }
        Optional<Map.Entry<String, ActionSpec>> action = HomieView.action(device.get(), levels[2]);
        if (action.isEmpty() || action.get().getValue().clearance() != ActionSpec.Clearance.EVERYBODY) {
            log.info("command on {} is refused (expected: an action for everybody)", message.topic());
            return;
        }
        message.text()
                .flatMap(text -> HomieView.arguments(action.get().getValue(), text))
                .ifPresentOrElse(
                        arguments -> bus.invoke(new Command(
                                        device.get().id(), action.get().getKey(), arguments, "mqtt"))
                                .whenComplete((outcome, failure) -> refused(message.topic(), outcome)),
                        () -> log.info("command on {} is refused (expected: its arguments)", message.topic()));
    }

    private static void refused(String topic, Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            log.info("command on {} is refused: {}: {}", topic, refused.reason(), refused.detail());
        }
    }

    /** What is said when we leave. */
    Message farewell() {
        return Message.of(topic(config.gateway()) + "/$state", "disconnected", true);
    }

    @Override
    public void close() {
        subscription.close();
    }
}
