package dev.sluice.simulator;

import static dev.sluice.simulator.Simulation.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Level;
import dev.sluice.device.DeviceEvent.LogLine;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SimulatedDeviceTest {
    private final Simulation world = new Simulation(Simulation.QUIET);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void everyCommandIsLogged() {
        world.events.clear();

        world.order("valve-1", "set-siren", "{\"on\":true}");

        assertThat(world.said("valve-1", DeviceEvent.class).get(0))
                .isEqualTo(new LogLine(
                        world.device("valve-1").id(),
                        Level.DEBUG,
                        "simulator",
                        "set-siren {\"on\":true} from test",
                        world.scheduler.instant()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"valve-1", "pi-1"})
    void anUnavailableDeviceIsSilentAndRefusesCommands(String device) {
        world.events.clear();

        world.order(device, "simulate-unavailable", "{\"unavailable\":true}");
        world.advance("2M");

        assertThat(world.device(device).status()).isEqualTo(Status.OFFLINE);
        assertThat(world.said(device, Reading.class)).isEmpty();
        assertThat(command(device))
                .isCompletedWithValue(Outcome.refused(
                        Reason.UNAVAILABLE, "device " + device + " is unavailable: offline (expected: online)"));

        world.order(device, "simulate-unavailable", "{\"unavailable\":false}");
        assertThat(world.said(device, StatusChange.class))
                .extracting(StatusChange::before, StatusChange::after, StatusChange::reason)
                .containsExactly(
                        tuple(Status.ONLINE, Status.OFFLINE, "simulated"),
                        tuple(Status.OFFLINE, Status.ONLINE, "back"));
        assertThat(world.said(device, Reading.class)).hasSize(1);
        assertThat(command(device)).isCompletedWithValue(Outcome.DONE);
    }

    @Test
    void aRebootThatEndsWhileUnavailableDoesNotBringTheDeviceBack() {
        world.order("valve-1", "reboot", "{\"part\":\"hub\"}");
        world.order("valve-1", "simulate-unavailable", "{\"unavailable\":true}");
        world.advance("10S");
        assertThat(world.device("valve-1").status()).isEqualTo(Status.OFFLINE);

        world.order("valve-1", "simulate-unavailable", "{\"unavailable\":false}");
        assertThat(world.device("valve-1").status()).isEqualTo(Status.ONLINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"valve-1", "pi-1"})
    void commandsCanFail(String device) {
        world.order(device, "simulate-commands", "{\"fail\":true}");
        Outcome outcome = command(device).join();
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.FAILED);
            assertThat(refused.detail())
                    .startsWith("device " + device + " failed to ")
                    .endsWith("(simulated)");
        });

        world.order(device, "simulate-commands", "{}");
        assertThat(command(device)).isCompletedWithValue(Outcome.DONE);
    }

    @Test
    void commandsCanBeSlowButFaultsAreNot() {
        world.order("valve-1", "simulate-commands", "{\"delay-ms\":1500}");

        CompletableFuture<Outcome> answer = world.send("valve-1", "set-siren", "{\"on\":true}");
        world.order("valve-1", "simulate-leak", "{\"size\":\"small\"}");
        world.advance("1.499S");
        assertThat(answer).isNotDone();
        assertThat(world.value("valve-1", "siren")).isEqualTo(json("false"));
        world.advance("0.001S");

        assertThat(answer).isCompletedWithValue(Outcome.DONE);
        assertThat(world.value("valve-1", "siren")).isEqualTo(json("true"));
    }

    @Test
    void commandsCanBeSlowAndFail() {
        world.order("pi-1", "simulate-commands", "{\"delay-ms\":100,\"fail\":true}");

        CompletableFuture<Outcome> answer = command("pi-1");
        world.advance("0.1S");

        assertThat(answer)
                .isCompletedWithValue(
                        Outcome.refused(Reason.FAILED, "device pi-1 failed to configure-pins (simulated)"));
    }

    @Test
    void refusesSlowCommandsBeyondItsBound() {
        world.order("valve-1", "simulate-commands", "{\"delay-ms\":1000}");
        for (int i = 0; i < SimulatedDevice.WAITING; i++) {
            assertThat(command("valve-1")).isNotDone();
        }

        assertThat(command("valve-1"))
                .isCompletedWithValue(
                        Outcome.refused(Reason.BUSY, "device valve-1: 100 commands are waiting (expected: fewer)"));
        world.advance("1S");
        assertThat(command("valve-1")).isNotDone();
    }

    @Test
    void closingAnswersWhatWaitsTakesTheDevicesOffAndLeavesNoTask() {
        world.order("valve-1", "set-valve", "{\"position\":\"closed\"}");
        world.order("valve-1", "simulate-commands", "{\"delay-ms\":1000}");
        CompletableFuture<Outcome> waiting = command("valve-1");

        world.simulator.close();

        assertThat(waiting)
                .isCompletedWithValue(Outcome.refused(Reason.UNAVAILABLE, "device valve-1 has been taken off the bus"));
        assertThat(world.bus.list(device -> true)).isEmpty();
        assertThat(world.scheduler.pending()).isZero();
        world.events.clear();
        world.advance("10M");
        world.simulator.close();
        assertThat(world.events).isEmpty();
    }

    @Test
    void aFaultOutOfRangeIsRefused() {
        assertThat(world.send("valve-1", "simulate-commands", "{\"delay-ms\":60001}"))
                .isCompletedWithValue(Outcome.refused(Reason.INVALID, "delay-ms: 60001 (expected: integer 0..60000)"));
    }

    @Test
    void commandsFromManyThreadsLeaveAConsistentDevice() throws Exception {
        int threads = 8;
        int rounds = 200;
        ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Boolean>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                running.add(pool.submit(() -> {
                    start.await();
                    for (int round = 0; round < rounds; round++) {
                        int percent = (number * rounds + round) % 101;
                        String position = (number + round) % 2 == 0 ? "open" : "closed";
                        world.order("valve-1", "set-led-brightness", "{\"percent\":" + percent + "}");
                        world.order("valve-1", "set-valve", "{\"position\":\"" + position + "\"}");
                        world.order(
                                "pi-1",
                                "configure-pins",
                                "{\"pins\":{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":" + round % 2 + "}}}");
                    }
                    return true;
                }));
            }
            running.add(pool.submit(() -> {
                start.await();
                for (int step = 0; step < rounds; step++) {
                    world.advance("0.5S");
                }
                return true;
            }));
            start.countDown();
            for (Future<Boolean> done : running) {
                assertThat(done.get(30, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }

        world.advance("1M");
        assertThat(replay("valve-1")).isEqualTo(snapshot("valve-1"));
        assertThat(replay("pi-1")).isEqualTo(snapshot("pi-1"));
        assertThat(world.text("valve-1", "valve")).isIn("open", "closed");
        assertThat(world.said("valve-1", LogLine.class)).hasSize(2 * threads * rounds);
        assertThat(world.scheduler.pending())
                .isEqualTo(world.bus.list(device -> true).size());
        valveNeverJumps();
    }

    /** Every change of the position is one that a valve can make. */
    private void valveNeverJumps() {
        Map<String, List<String>> next = Map.of(
                "open", List.of("closing"),
                "closed", List.of("opening"),
                "opening", List.of("open", "closing"),
                "closing", List.of("closed", "opening"));
        String position = "open";
        for (JsonNode changed : world.reported("valve-1", "valve")) {
            assertThat(next.get(position)).contains(changed.stringValue());
            position = changed.stringValue();
        }
    }

    /** What a listener that heard every reading believes. */
    private Map<String, JsonNode> replay(String device) {
        Map<String, JsonNode> believed = new LinkedHashMap<>();
        for (Reading reading : world.said(device, Reading.class)) {
            reading.changed().forEach((name, attribute) -> believed.put(name, attribute.value()));
        }
        return believed;
    }

    /** What the bus says of the attributes that were ever reported. */
    private Map<String, JsonNode> snapshot(String device) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        replay(device).keySet().forEach(name -> values.put(name, world.value(device, name)));
        return values;
    }

    private CompletableFuture<Outcome> command(String device) {
        return device.equals("valve-1")
                ? world.send(device, "set-siren", "{\"on\":true}")
                : world.send(device, "configure-pins", "{\"pins\":{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":1}}}");
    }
}
