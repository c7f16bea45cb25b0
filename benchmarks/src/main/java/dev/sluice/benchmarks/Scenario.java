package dev.sluice.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Something that is compared. */
sealed interface Scenario
        permits LoadScenario, IdleScenario, SlowReaderScenario, StreamScenario, ReplayScenario, MqttScenario {
    /** What the command line calls it. */
    String name();

    /** Measures, and describes what was measured as a section of Markdown. */
    String measure(Server.Start start, Plan plan) throws IOException, InterruptedException;

    /**
     * How long and how often.
     *
     * @param rounds how often each server is loaded, in turn with the others
     * @param time how long each time
     * @param baselineOnly whether Sluice is left out, to try the generator
     */
    record Plan(int rounds, Duration time, boolean baselineOnly) {}

    static List<Scenario> all() {
        return List.of(
                new LoadScenario(
                        "pins",
                        "Endrpi READ_PIN_CONFIGURATIONS of two pins, 64 connections, one request under way on each",
                        "replies",
                        (generator, server) -> generator.closedLoop(readPins(server.endrpi()), 64, 1)),
                new LoadScenario(
                        "pins-pipelined",
                        "The same with 16 requests under way on each connection",
                        "replies",
                        (generator, server) -> generator.closedLoop(readPins(server.endrpi()), 64, 16)),
                new LoadScenario(
                        "pins-paced",
                        "The same at 10,000 requests/s, latency from when each was due",
                        "replies",
                        (generator, server) -> generator.openLoop(readPins(server.endrpi()), 64, 10_000)),
                new LoadScenario(
                        "pins-tls",
                        "Endrpi READ_PIN_CONFIGURATIONS over TLS 1.3, 256 connections, one request under way on each",
                        "replies",
                        (generator, server) -> generator.closedLoop(readPins(server.secured(server.endrpi())), 256, 1)),
                new LoadScenario(
                        "fan-out",
                        "One valve state change to 1,000 connections",
                        "deliveries",
                        (generator, server) -> generator.fanOut(toggleSiren(server.valve()), 1000)),
                sirenBursts(8),
                sirenBursts(32),
                compressed("fan-out-deflate", 1, "One change of"),
                compressed("fan-out-deflate-8", 8, "8 changes at once of"),
                new LoadScenario(
                        "telemetry",
                        "Valtronics telemetry: 100 readings/s by HTTP, 1,000 subscribers with ten different filters",
                        "deliveries",
                        (generator, server) -> TelemetryLoad.run(server.telemetry(), 1000, 100, generator)),
                new LoadScenario(
                        "telemetry-fan-out",
                        "One Valtronics reading of two metrics to 1,000 subscribers, who all want it",
                        "deliveries",
                        (generator, server) -> generator.fanOut(server.fanOuts().camera(1, false), 1000)),
                new LoadScenario(
                        "churn",
                        "Connect, handshake, end; 16 at once, on /endrpi",
                        "handshakes",
                        (generator, server) -> generator.churn(server.endrpi(), 16)),
                new LoadScenario(
                        "exec",
                        "PlaceOS exec of echo, 64 connections, one request under way on each",
                        "replies",
                        (generator, server) -> generator.closedLoop(Panels.echo(server.panels()), 64, 1)),
                new LoadScenario(
                        "notify",
                        "One PlaceOS variable, 100 changes/s, to 1,000 panels of 50 bindings",
                        "deliveries",
                        (generator, server) -> generator.notifications(server.panels(), 1000, 100)),
                volumeBursts(8),
                volumeBursts(32),
                new SlowReaderScenario(
                        "slow-readers", "The valve's state to 1,000 connections beside 1,000 that never read", 1000),
                new IdleScenario("idle", "Idle connections on /valve", 10_000, List.of(), Server::valve),
                new IdleScenario(
                        "idle-tls",
                        "Idle connections on /valve over TLS",
                        5_000,
                        List.of(),
                        server -> server.secured(server.valve())),
                new IdleScenario(
                        "crowd",
                        "Idle connections on /valve in a heap of at most 256 MiB",
                        15_000,
                        List.of("-Xmx256m"),
                        Server::valve),
                new StreamScenario(
                        "submit",
                        "Biometric SUBMIT to DISPATCH, synced to disk, on every core",
                        List.of(
                                new StreamScenario.Shape(1, 1),
                                new StreamScenario.Shape(16, 1),
                                new StreamScenario.Shape(256, 1),
                                new StreamScenario.Shape(256, 8))),
                new ReplayScenario("replay", "Biometric REPLAY of 100,000 records, on every core", 100_000),
                new MqttScenario(
                        "mqtt", "20,000 MQTT messages/s to 100 subscribers of each protocol, on every core", 20_000));
    }

    /** Two pins that nobody has touched, and the only right answer. */
    static Exchange readPins(Target endrpi) {
        return new Exchange(
                endrpi,
                "{\"action\":\"READ_PIN_CONFIGURATIONS\",\"params\":{\"pins\":[\"GPIO17\",\"GPIO15\"]}}",
                "{\"action\":\"READ_PIN_CONFIGURATIONS\",\"success\":true,\"data\":{"
                        + "\"GPIO17\":{\"io\":\"INPUT\",\"state\":0.0,\"pull\":\"FLOATING\"},"
                        + "\"GPIO15\":{\"io\":\"INPUT\",\"state\":0.0,\"pull\":\"FLOATING\"}},\"error\":null}");
    }

    /** Changes that every valve connection is told of. */
    static FanOut toggleSiren(Target valve) {
        return FanOut.single(valve, List.of(siren(true), siren(false)));
    }

    private static FanOut.Change siren(boolean on) {
        return new FanOut.Change("{\"event\":\"changeState\",\"data\":{\"siren\":" + on + "}}", state(on));
    }

    /** What valve clients are told of a siren. */
    static String state(boolean siren) {
        return "{\"event\":\"state\",\"data\":{\"valve_state\":\"open\",\"radio_state\":\"connected\",\"siren\":"
                + siren + "}}";
    }

    private static LoadScenario sirenBursts(int burst) {
        return new LoadScenario(
                "fan-out-" + burst,
                burst + " changes of a valve's state at once to 1,000 connections",
                "deliveries",
                (generator, server) -> generator.fanOut(server.fanOuts().siren(burst), 1000));
    }

    private static LoadScenario compressed(String name, int burst, String what) {
        return new LoadScenario(
                name,
                what + " a camera's telemetry to 1,000 connections, compressed",
                "deliveries",
                (generator, server) -> generator.fanOut(server.fanOuts().camera(burst, true), 1000));
    }

    private static LoadScenario volumeBursts(int burst) {
        return new LoadScenario(
                "notify-" + burst,
                burst + " changes of one PlaceOS variable at once to 1,000 panels of 50 bindings",
                "deliveries",
                (generator, server) -> generator.fanOut(server.fanOuts().volume(burst), 1000));
    }
}
