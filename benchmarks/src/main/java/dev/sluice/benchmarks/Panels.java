package dev.sluice.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What room panels ask for over PlaceOS. Any thread. */
final class Panels {
    static final int BINDINGS = 50;

    /** Volumes are from 0 to this. */
    static final int LOUDEST = 100;

    private static final int POSITIONS = 64;

    /** What every {@code notify} of the volume begins with; its value follows. */
    static final String VOLUME_NOTIFY = "{\"id\":1,\"type\":\"notify\",\"value\":";

    /** In every answer to what was not refused. */
    static final String SUCCESS = "\"type\":\"success\"";

    /** What the simulated meeting room has, but for the one variable that is changed. */
    private static final Map<String, List<String>> OTHERS = new TreeMap<>(Map.of(
            "Bookings", List.of("bookings", "in_use", "uptime", "log_level"),
            "Camera", List.of("power", "pan", "tilt", "zoom", "uptime", "log_level"),
            "Display", List.of("power", "input", "uptime", "log_level"),
            "Lighting", List.of("level", "scene", "uptime", "log_level")));

    private Panels() {}

    /** A method call, and the only right answer. */
    static Exchange echo(Target panels) {
        String target = target("Display", "echo");
        String value = "[\"text\",1.5,{\"nested\":true}]";
        return new Exchange(
                panels,
                "{\"id\":7,\"cmd\":\"exec\"," + target + ",\"args\":" + value + "}",
                "{\"id\":7,\"type\":\"success\",\"value\":" + value + ",\"meta\":{" + target + "}}");
    }

    /** A panel's bindings: the volume first, what else the room has, and variables that have no value yet. */
    static List<String> bindings() {
        List<String> requests = new ArrayList<>();
        requests.add(bind(1, "Display", "volume"));
        OTHERS.forEach((module, variables) ->
                variables.forEach(variable -> requests.add(bind(requests.size() + 1, module, variable))));
        while (requests.size() < BINDINGS) {
            requests.add(bind(requests.size() + 1, "Lighting", "preset_" + requests.size()));
        }
        return requests;
    }

    static String setVolume(int volume) {
        return "{\"id\":1,\"cmd\":\"exec\"," + target("Display", "set_volume") + ",\"args\":[" + volume + "]}";
    }

    /** What a panel says that follows the volume among others, one answer to each. */
    static FanOut.Introduction introduction() {
        return new FanOut.Introduction(bindings(), SUCCESS, BINDINGS);
    }

    /** Every volume, from the lowest to the highest. */
    static List<FanOut.Change> volumes() {
        return IntStream.rangeClosed(0, LOUDEST)
                .mapToObj(volume -> new FanOut.Change(setVolume(volume), VOLUME_NOTIFY + volume + ","))
                .toList();
    }

    /** The valve's siren, on and off, and the state that valve clients are told then. */
    static List<FanOut.Change> sirens() {
        return Stream.of(true, false)
                .map(on -> new FanOut.Change(
                        "{\"id\":1,\"cmd\":\"exec\"," + target("sys-home", "Valve", "set_siren") + ",\"args\":[" + on
                                + "]}",
                        Scenario.state(on)))
                .toList();
    }

    /** Where a camera looks, in angles of as many digits as there can be, so that a message of them is long. */
    static List<FanOut.Change> positions() {
        return IntStream.range(10, 10 + POSITIONS)
                .mapToObj(i -> new FanOut.Change(
                        "{\"id\":1,\"cmd\":\"exec\"," + target("Camera", "point") + ",\"args\":[-1.23456789" + i
                                + "345678E-10,-2.34567891" + i + "456789E-10]}",
                        "\"pan\":{\"value\":-1.23456789" + i))
                .toList();
    }

    private static String bind(int id, String module, String variable) {
        return "{\"id\":" + id + ",\"cmd\":\"bind\"," + target(module, variable) + "}";
    }

    private static String target(String module, String name) {
        return target("sys-1234", module, name);
    }

    private static String target(String system, String module, String name) {
        return "\"sys\":\"" + system + "\",\"mod\":\"" + module + "\",\"index\":1,\"name\":\"" + name + "\"";
    }
}
