package dev.sluice.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Devices behind a broker and those who watch them through Sluice: a valve for each subscriber, one strap and one board for all.
 * A message's payload is its number, which is then the value of the attribute. Any thread.
 */
final class MqttBridge {
    /** Of each protocol. */
    static final int SUBSCRIBERS = 100;

    /** One message out of so many is the strap's, the next one the board's. */
    static final int ROUND = 200;

    static final String EVERYTHING = "bench/#";

    private static final int FIRST_NUMBER = 1000;

    private MqttBridge() {}

    /** Of which device a message is. */
    static String topic(long number) {
        long place = number % ROUND;
        return place == 0 ? "bench/strap" : place == 1 ? "bench/board" : "bench/valve/" + number % SUBSCRIBERS;
    }

    static boolean isOfAValve(long number) {
        return number % ROUND > 1;
    }

    /** Sluice's configuration. */
    static String configuration(int broker) {
        StringBuilder yaml = new StringBuilder("adapters:\n  - type: mqtt\n    broker: {host: 127.0.0.1, port: "
                        + broker + "}\n    devices:\n")
                .append("      - id: strap\n        profile: wearable\n")
                .append("        attributes: {heart-rate: {topic: bench/strap}}\n")
                .append("      - id: board\n        profile: raspberry-pi\n")
                .append("        attributes: {soc-temperature: {topic: bench/board, initial: 40}}\n");
        StringBuilder modules = new StringBuilder();
        StringBuilder numbers = new StringBuilder();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            yaml.append("""
                          - id: valve-%1$d
                            profile: valve
                            attributes:
                              water-flow: {topic: bench/valve/%1$d, initial: 0}
                              valve: {initial: open}
                              leak: {initial: none}
                              water-temperature: {initial: 10}
                              ambient-temperature: {initial: 20}
                              pressure: {initial: 4700}
                              faults: {initial: '[]'}
                              battery: {initial: none}
                              radio: {initial: connected}
                              siren: {initial: false}
                              led-brightness: {initial: 0}
                    """.formatted(i));
            modules.append(i == 0 ? "" : ", ").append("{name: Valve, device: valve-" + i + "}");
            numbers.append(i == 0 ? "" : ", ").append("valve-" + i + ": " + (FIRST_NUMBER + i));
        }
        return yaml.append("protocols:\n  endrpi: {device: board}\n")
                .append("  biometric: {consumers: " + SUBSCRIBERS + "}\n")
                .append("  placeos: {systems: {sys-bench: {modules: [" + modules + "]}}}\n")
                .append("  valtronics: {devices: {" + numbers + "}}\n")
                .toString();
    }

    /** A protocol and its subscribers. */
    enum Watched {
        VALTRONICS(0, "Valtronics, a telemetry subscription each", "\"value\":"),
        PLACEOS(1, "PlaceOS, a binding each", "\"type\":\"notify\",\"value\":"),
        VALVE(2, "valve, a client each, at most one telemetry a second", "\"water_flow\":"),
        BIOMETRIC(3, "biometric, consumers of one stream", "\"val\":"),
        ENDRPI(4, "Endrpi, 100 questions a second in all", "\"data\":");

        private final int place;
        private final String title;
        private final String before;

        Watched(int place, String title, String before) {
            this.place = place;
            this.title = title;
            this.before = before;
        }

        /** The first of its connections, when they are opened protocol by protocol. */
        int firstConnection() {
            return place * SUBSCRIBERS;
        }

        String title() {
            return title;
        }

        /** Where a message's number stands in what it is told by. */
        NumberAfter number() {
            return new NumberAfter(before);
        }

        /** Whose a connection is, by its number. */
        static Watched of(int connection) {
            return values()[connection / SUBSCRIBERS];
        }

        /** Where the subscriber of a number connects. */
        Target target(Server server, int subscriber) {
            return switch (this) {
                case VALTRONICS ->
                    server.telemetry().target(TelemetryFilter.all().get(0));
                case PLACEOS -> server.panels();
                case VALVE ->
                    new Target(
                            server.valve().address(),
                            "/valve/valve-" + subscriber,
                            server.valve().headers(),
                            false);
                case BIOMETRIC -> server.otherDeveloper().target();
                case ENDRPI -> server.endrpi();
            };
        }

        /** What it says then. */
        List<String> introduction(Server server, int subscriber) throws IOException, InterruptedException {
            List<String> texts = new ArrayList<>();
            switch (this) {
                case VALTRONICS -> {
                    texts.add(server.telemetry()
                            .introduction(TelemetryFilter.all().get(0))
                            .get(0));
                    texts.add("{\"type\":\"subscribe\",\"channel\":\"telemetry\",\"device_id\":"
                            + (FIRST_NUMBER + subscriber) + ",\"metrics\":[\"water_flow\"]}");
                }
                case PLACEOS ->
                    texts.add("{\"id\":1,\"cmd\":\"bind\",\"sys\":\"sys-bench\",\"mod\":\"Valve\",\"index\":"
                            + (subscriber + 1) + ",\"name\":\"water_flow\"}");
                case BIOMETRIC ->
                    texts.add("{\"op\":3,\"d\":{\"token\":\""
                            + server.otherDeveloper().consumerToken() + "\",\"type\":1}}");
                case VALVE, ENDRPI -> {}
            }
            return texts;
        }
    }
}
