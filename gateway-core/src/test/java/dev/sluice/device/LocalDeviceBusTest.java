package dev.sluice.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.device.DeviceEvent.Alert;
import dev.sluice.device.DeviceEvent.Level;
import dev.sluice.device.DeviceEvent.LogLine;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.testkit.ManualScheduler;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

class LocalDeviceBusTest {
    private static final DeviceId METER = new DeviceId("meter-1");
    private static final Profile PROFILE =
            Profile.read("meter", new ByteArrayInputStream("""
                    attributes:
                      volume: {type: integer, unit: l, min: 0, required: true}
                      a: {type: integer}
                      b: {type: integer}
                    actions:
                      reset:
                        arguments:
                          to: {type: integer, min: 0, required: true}
                      beep: {}
                    """.getBytes(StandardCharsets.UTF_8)));
    private static final CommandHandler OBEDIENT = command -> CompletableFuture.completedFuture(Outcome.DONE);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));
    private final List<Published> heard = Collections.synchronizedList(new ArrayList<>());

    @Test
    void aRegisteredDeviceIsOnlineWithItsInitialValues() {
        bus.subscribe(DeviceFilter.all(), heard::add);

        register(METER, OBEDIENT);

        Device device = bus.find(METER).orElseThrow();
        assertThat(device.status()).isEqualTo(Status.ONLINE);
        assertThat(device.name()).isEqualTo("Meter");
        assertThat(device.kind()).isEqualTo("meter");
        assertThat(device.lastSeen()).isEqualTo(scheduler.instant());
        assertThat(device.attributes())
                .isEqualTo(Map.of("volume", new Attribute(IntNode.valueOf(7), "l", scheduler.instant())));
        assertThat(heard).singleElement().satisfies(published -> {
            assertThat(published.event())
                    .isEqualTo(
                            new StatusChange(METER, Status.OFFLINE, Status.ONLINE, "registered", scheduler.instant()));
            assertThat(published.device()).isEqualTo(device);
        });
    }

    @Test
    void anUnregisteredDeviceIsGone() {
        Registration registration = register(METER, OBEDIENT);
        bus.subscribe(DeviceFilter.all(), heard::add);

        registration.close();
        registration.close();

        assertThat(bus.find(METER)).isEmpty();
        assertThat(bus.list(device -> true)).isEmpty();
        assertThat(heard).singleElement().satisfies(published -> {
            assertThat(published.event())
                    .isEqualTo(new StatusChange(
                            METER, Status.ONLINE, Status.OFFLINE, "unregistered", scheduler.instant()));
            assertThat(published.device().status()).isEqualTo(Status.OFFLINE);
        });
    }

    @Test
    void anIdCanBeTakenOnceAndAgainWhenItIsFree() {
        Registration registration = register(METER, OBEDIENT);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> register(METER, OBEDIENT))
                .withMessage("device meter-1 is already registered");
        registration.close();
        Registration second = register(METER, OBEDIENT);
        registration.close();

        assertThat(bus.find(METER)).isPresent();
        second.close();
        assertThat(bus.find(METER)).isEmpty();
    }

    @Test
    void refusesADeviceWithoutARequiredAttribute() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.register(new DeviceDescriptor(METER, PROFILE, "Meter", Map.of()), OBEDIENT))
                .withMessage("device meter-1: no value for attribute volume"
                        + " (expected: integer 0.., as profile meter requires)");
        assertThat(bus.find(METER)).isEmpty();
    }

    @Test
    void refusesADeviceWhoseInitialValuesDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.register(
                        new DeviceDescriptor(METER, PROFILE, "Meter", Map.of("volume", IntNode.valueOf(-1))), OBEDIENT))
                .withMessage("meter attribute volume: -1 (expected: integer 0..)");
        assertThat(bus.find(METER)).isEmpty();
    }

    @Test
    void listsDevicesInTheOrderOfTheirIds() {
        for (String id : List.of("c", "a", "b")) {
            register(new DeviceId(id), OBEDIENT);
        }

        assertThat(bus.list(device -> !device.id().value().equals("b")))
                .extracting(device -> device.id().value())
                .containsExactly("a", "c");
    }

    @Test
    void aReadingChangesTheSnapshotAndReachesListenersWithIt() {
        register(METER, OBEDIENT);
        bus.subscribe(DeviceFilter.of(METER), heard::add);
        scheduler.advance(Duration.ofSeconds(3));

        Reading reading = reading(METER, Map.of("a", 1));
        bus.publish(reading);

        Device device = bus.find(METER).orElseThrow();
        assertThat(device.value("volume")).contains(IntNode.valueOf(7));
        assertThat(device.value("a")).contains(IntNode.valueOf(1));
        assertThat(device.lastSeen()).isEqualTo(scheduler.instant());
        assertThat(heard).extracting(Published::event, Published::device).containsExactly(tuple(reading, device));
    }

    @Test
    void aStatusChangeChangesTheSnapshot() {
        register(METER, OBEDIENT);

        bus.publish(new StatusChange(METER, Status.ONLINE, Status.ERROR, "broken", scheduler.instant()));

        assertThat(bus.find(METER).orElseThrow().status()).isEqualTo(Status.ERROR);
    }

    @Test
    void alertsAndLogLinesLeaveStatusAndAttributesAlone() {
        register(METER, OBEDIENT);
        Device before = bus.find(METER).orElseThrow();
        bus.subscribe(DeviceFilter.all(), heard::add);

        bus.publish(new Alert(
                METER,
                1,
                Severity.INFO,
                "device",
                "Title",
                "Message",
                JsonNodeFactory.instance.objectNode(),
                scheduler.instant()));
        bus.publish(new LogLine(METER, Level.INFO, "meter", "hello", scheduler.instant()));

        assertThat(heard).hasSize(2);
        assertThat(bus.find(METER)).contains(before);
    }

    @Test
    void refusesAReadingThatDoesNotFitAndTellsNobody() {
        register(METER, OBEDIENT);
        bus.subscribe(DeviceFilter.all(), heard::add);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.publish(reading(METER, Map.of("volume", -5))))
                .withMessage("meter-1: meter attribute volume: -5 (expected: integer 0..)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.publish(reading(METER, Map.of("height", 1))))
                .withMessage("meter has no attribute 'height' (expected one of: volume, a, b)");

        assertThat(heard).isEmpty();
        assertThat(bus.find(METER).orElseThrow().value("volume")).contains(IntNode.valueOf(7));
    }

    @Test
    void dropsEventsOfDevicesThatAreNotRegistered() {
        bus.subscribe(DeviceFilter.all(), heard::add);

        bus.publish(reading(METER, Map.of("height", 1)));

        assertThat(heard).isEmpty();
        assertThat(bus.find(METER)).isEmpty();
    }

    @Test
    void listenersHearOnlyTheDevicesTheyWant() {
        DeviceId other = new DeviceId("meter-2");
        register(METER, OBEDIENT);
        register(other, OBEDIENT);
        bus.subscribe(DeviceFilter.of(other, new DeviceId("meter-3")), heard::add);

        bus.publish(reading(METER, Map.of("a", 1)));
        bus.publish(reading(other, Map.of("a", 2)));
        register(new DeviceId("meter-3"), OBEDIENT);

        assertThat(heard)
                .extracting(published -> published.event().device().value())
                .containsExactly("meter-2", "meter-3");
    }

    @Test
    void allListenersAreHandedTheSameObject() {
        register(METER, OBEDIENT);
        bus.subscribe(DeviceFilter.all(), heard::add);
        bus.subscribe(DeviceFilter.of(METER), heard::add);

        bus.publish(reading(METER, Map.of("a", 1)));

        assertThat(heard).hasSize(2);
        assertThat(heard.get(0)).isSameAs(heard.get(1));
    }

    @Test
    void aClosedSubscriptionHearsNothingMore() {
        register(METER, OBEDIENT);
        Registration first = bus.subscribe(DeviceFilter.all(), heard::add);
        bus.subscribe(DeviceFilter.all(), heard::add);

        first.close();
        first.close();
        bus.publish(reading(METER, Map.of("a", 1)));

        assertThat(heard).hasSize(1);
    }

    @Test
    void aListenerThatFailsDoesNotHurtOthersOrThePublisher() {
        register(METER, OBEDIENT);
        bus.subscribe(DeviceFilter.all(), published -> {
            throw new IllegalStateException("failed on purpose");
        });
        bus.subscribe(DeviceFilter.all(), heard::add);

        bus.publish(reading(METER, Map.of("a", 1)));

        assertThat(heard).hasSize(1);
        assertThat(bus.find(METER).orElseThrow().value("a")).contains(IntNode.valueOf(1));
    }

    @Test
    void everyListenerHearsADevicesEventsInTheSameOrder() throws Exception {
        register(METER, OBEDIENT);
        List<Published> others = Collections.synchronizedList(new ArrayList<>());
        bus.subscribe(DeviceFilter.all(), heard::add);
        bus.subscribe(DeviceFilter.all(), others::add);
        int rounds = 2000;

        together(() -> publishMany("a", rounds), () -> publishMany("b", rounds), () -> publishMany("volume", rounds));

        assertThat(heard).hasSize(3 * rounds).isEqualTo(others);
        Map<String, JsonNode> believed = new HashMap<>(Map.of("volume", IntNode.valueOf(7)));
        for (Published published : heard) {
            ((Reading) published.event()).changed().forEach((name, attribute) -> {
                JsonNode before = believed.put(name, attribute.value());
                assertThat(before == null ? -1 : before.intValue())
                        .isNotEqualTo(attribute.value().intValue());
            });
            assertThat(values(published.device())).isEqualTo(believed);
        }
        assertThat(values(bus.find(METER).orElseThrow())).isEqualTo(believed);
    }

    @Test
    void nothingIsHeardOfADeviceAfterItWasUnregistered() throws Exception {
        for (int round = 0; round < 300; round++) {
            heard.clear();
            Registration registration = register(METER, OBEDIENT);
            Registration subscription = bus.subscribe(DeviceFilter.all(), heard::add);

            together(() -> publishMany("a", 20), () -> {
                registration.close();
                return true;
            });

            assertThat(heard.get(heard.size() - 1).event()).isInstanceOf(StatusChange.class);
            subscription.close();
        }
    }

    @Test
    void aDeviceComesAndGoesInTurnHoweverManyOwnersWantIt() throws Exception {
        bus.subscribe(DeviceFilter.all(), heard::add);

        together(this::comeAndGo, this::comeAndGo, this::comeAndGo);

        Status last = Status.OFFLINE;
        for (Published published : heard) {
            StatusChange change = (StatusChange) published.event();
            assertThat(change.before()).isEqualTo(last);
            last = change.after();
        }
        assertThat(last).isEqualTo(Status.OFFLINE);
    }

    @Test
    void aCommandReachesTheOwnerAndItsAnswerTheIssuer() {
        List<Command> received = new ArrayList<>();
        Outcome answer = new Outcome.Done(StringNode.valueOf("reset"));
        register(METER, command -> {
            received.add(command);
            return CompletableFuture.completedFuture(answer);
        });
        Command command = command("reset", "{\"to\":5}");

        assertThat(bus.invoke(command)).isCompletedWithValue(answer);

        assertThat(received).containsExactly(command);
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void refusesACommandForADeviceThatIsNotThere() {
        assertThat(bus.invoke(command("beep", "{}")))
                .isCompletedWithValue(Outcome.refused(Reason.NO_SUCH_DEVICE, "no device meter-1"));
    }

    @Test
    void refusesAnActionTheDeviceDoesNotHave() {
        register(METER, OBEDIENT);

        assertThat(bus.invoke(command("explode", "{}")))
                .isCompletedWithValue(Outcome.refused(
                        Reason.UNSUPPORTED, "device meter-1 has no action 'explode' (expected one of: reset, beep)"));
    }

    @Test
    void refusesArgumentsThatDoNotFitBeforeTheOwnerSeesThem() {
        register(METER, command -> {
            throw new AssertionError("must not be called");
        });

        assertThat(bus.invoke(command("reset", "{\"to\":-1}")))
                .isCompletedWithValue(Outcome.refused(Reason.INVALID, "to: -1 (expected: integer 0..)"));
        assertThat(bus.invoke(command("reset", "{}")))
                .isCompletedWithValue(Outcome.refused(Reason.INVALID, "to: missing (expected: integer 0..)"));
        assertThat(bus.invoke(command("beep", "{\"loud\":true}")))
                .isCompletedWithValue(Outcome.refused(Reason.INVALID, "unknown argument 'loud' (expected: none)"));
    }

    @Test
    void whatTheOwnerRefusesIsRefused() {
        Outcome busy = Outcome.refused(Reason.BUSY, "later");
        register(METER, command -> CompletableFuture.completedFuture(busy));

        assertThat(bus.invoke(command("beep", "{}"))).isCompletedWithValue(busy);
    }

    @Test
    void refusesWhatIsNotAnsweredInTimeAndIgnoresALateAnswer() {
        CompletableFuture<Outcome> late = new CompletableFuture<>();
        register(METER, command -> late);

        CompletableFuture<Outcome> answer = bus.invoke(command("beep", "{}")).toCompletableFuture();
        scheduler.advance(Duration.ofMillis(9999));
        assertThat(answer).isNotDone();
        scheduler.advance(Duration.ofMillis(1));

        Outcome timeout = Outcome.refused(Reason.TIMEOUT, "device meter-1 did not answer 'beep' within 10000 ms");
        assertThat(answer).isCompletedWithValue(timeout);
        late.complete(Outcome.DONE);
        assertThat(answer).isCompletedWithValue(timeout);
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void anAnswerInTimeLeavesNoTaskBehind() {
        CompletableFuture<Outcome> slow = new CompletableFuture<>();
        register(METER, command -> slow);

        CompletableFuture<Outcome> answer = bus.invoke(command("beep", "{}")).toCompletableFuture();
        assertThat(scheduler.pending()).isEqualTo(1);
        slow.complete(Outcome.DONE);

        assertThat(answer).isCompletedWithValue(Outcome.DONE);
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void anOwnerThatThrowsHasFailed() {
        register(METER, command -> {
            throw new IllegalStateException("failed on purpose");
        });

        assertThat(bus.invoke(command("beep", "{}")))
                .isCompletedWithValue(Outcome.refused(
                        Reason.FAILED,
                        "the device's adapter failed: java.lang.IllegalStateException: failed on purpose"));
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void anOwnerWhoseStageFailsHasFailed() {
        CompletableFuture<Outcome> broken = new CompletableFuture<>();
        register(METER, command -> broken);

        CompletableFuture<Outcome> answer = bus.invoke(command("beep", "{}")).toCompletableFuture();
        broken.completeExceptionally(new IllegalStateException("failed on purpose"));

        assertThat(answer)
                .isCompletedWithValue(Outcome.refused(
                        Reason.FAILED,
                        "the device's adapter failed: java.lang.IllegalStateException: failed on purpose"));
        assertThat(scheduler.pending()).isZero();
    }

    private Registration register(DeviceId id, CommandHandler owner) {
        return bus.register(new DeviceDescriptor(id, PROFILE, "Meter", Map.of("volume", IntNode.valueOf(7))), owner);
    }

    private Reading reading(DeviceId id, Map<String, Integer> values) {
        Map<String, Attribute> changed = new HashMap<>();
        values.forEach(
                (name, value) -> changed.put(name, new Attribute(IntNode.valueOf(value), "", scheduler.instant())));
        return new Reading(id, changed, scheduler.instant());
    }

    private static Command command(String action, String arguments) {
        return new Command(METER, action, (ObjectNode) new JsonMapper().readTree(arguments), "test");
    }

    private static Map<String, JsonNode> values(Device device) {
        Map<String, JsonNode> values = new HashMap<>();
        device.attributes().forEach((name, attribute) -> values.put(name, attribute.value()));
        return values;
    }

    /** Publishes 1000, 1001, … as values of one attribute. */
    private boolean publishMany(String attribute, int count) {
        for (int i = 0; i < count; i++) {
            bus.publish(reading(METER, Map.of(attribute, 1000 + i)));
        }
        return true;
    }

    private boolean comeAndGo() {
        int registered = 0;
        while (registered < 200) {
            try {
                register(METER, OBEDIENT).close();
                registered++;
            } catch (IllegalArgumentException e) { // another owner has it
                Thread.onSpinWait();
            }
        }
        return true;
    }

    /** Runs all of these at once, each on a thread of its own. */
    @SafeVarargs
    private static void together(Callable<Boolean>... tasks) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(tasks.length);
        try {
            CyclicBarrier start = new CyclicBarrier(tasks.length);
            List<Future<Boolean>> running = new ArrayList<>();
            for (Callable<Boolean> task : tasks) {
                running.add(pool.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            for (Future<Boolean> done : running) {
                assertThat(done.get(30, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
