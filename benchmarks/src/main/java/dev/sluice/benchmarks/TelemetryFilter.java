package dev.sluice.benchmarks;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a subscriber wants.
 *
 * @param devices of these devices
 * @param metrics these metrics; empty means all
 */
record TelemetryFilter(List<Integer> devices, List<String> metrics) {
    private static final int LAST_DEVICE = TelemetryReading.FIRST_DEVICE + TelemetryReading.DEVICES - 1;
    private static final int MIDDLE_DEVICE = TelemetryReading.FIRST_DEVICE + TelemetryReading.DEVICES / 2;

    TelemetryFilter {
        devices = List.copyOf(devices);
        metrics = List.copyOf(metrics);
    }

    /** Ten different ones: a reading passes 5.1 of them on average. */
    static List<TelemetryFilter> all() {
        List<Integer> all = devices(TelemetryReading.FIRST_DEVICE, LAST_DEVICE);
        List<Integer> lower = devices(TelemetryReading.FIRST_DEVICE, MIDDLE_DEVICE - 1);
        List<Integer> upper = devices(MIDDLE_DEVICE, LAST_DEVICE);
        List<Integer> odd = all.stream().filter(device -> device % 2 == 1).toList();
        return List.of(
                new TelemetryFilter(all, List.of()),
                new TelemetryFilter(all, List.of("temperature", "humidity")),
                new TelemetryFilter(all, List.of("temperature")),
                new TelemetryFilter(all, List.of("humidity")),
                new TelemetryFilter(lower, List.of()),
                new TelemetryFilter(upper, List.of()),
                new TelemetryFilter(odd, List.of()),
                new TelemetryFilter(lower, List.of("temperature")),
                new TelemetryFilter(upper, List.of("humidity")),
                new TelemetryFilter(List.of(TelemetryReading.FIRST_DEVICE), List.of()));
    }

    private static List<Integer> devices(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    boolean accepts(TelemetryReading reading) {
        return devices.contains(reading.device()) && (metrics.isEmpty() || metrics.contains(reading.metric()));
    }

    /** The subscription in Valtronics' words. */
    String subscription() {
        String names = metrics.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(","));
        return "{\"type\":\"subscribe\",\"channel\":\"telemetry\",\"device_id\":"
                + devices.toString().replace(" ", "") + ",\"filters\":{\"metrics\":[" + names + "]}}";
    }
}
