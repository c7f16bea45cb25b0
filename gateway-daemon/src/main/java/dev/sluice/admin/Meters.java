package dev.sluice.admin;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.Health;
import dev.sluice.device.Status;
import dev.sluice.journal.Journal;
import dev.sluice.transport.GuessLimit;
import dev.sluice.transport.TransportMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Publishes what the parts of the gateway count. They keep plain numbers of their own, which are read when somebody scrapes;
 * only what needs a histogram is recorded here. Parts are added by the thread that starts the gateway; scraping may be done by
 * any thread, but not by an event loop.
 */
public final class Meters implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final DeviceKinds kinds = new DeviceKinds();
    private final MultiGauge devices = MultiGauge.builder("sluice.devices")
            .description("Devices on the bus, by profile and status")
            .register(registry);
    private final List<Runnable> beforeScrape = new ArrayList<>();

    /** Meters of the process alone. */
    public Meters(String version) {
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        Gauge.builder("sluice.build.info", () -> 1)
                .description("Which version runs, and on which Java")
                .tags(Tags.of("version", version, "java", System.getProperty("java.version", "")))
                .register(registry);
    }

    /** The same bus, whose commands are timed. */
    public DeviceBus metered(DeviceBus bus) {
        beforeScrape.add(() -> devices.register(rows(bus), true));
        return new MeteredBus(bus, registry, kinds);
    }

    private List<MultiGauge.Row<?>> rows(DeviceBus bus) {
        Map<Tags, Integer> counts = new HashMap<>();
        for (Device device : bus.list(device -> true)) {
            counts.merge(tags(device.kind(), device.status()), 1, Integer::sum);
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        counts.forEach((tags, count) -> rows.add(MultiGauge.Row.of(tags, count)));
        return rows;
    }

    private Tags tags(String kind, Status status) {
        return Tags.of("profile", kinds.label(kind), "status", DeviceJson.name(status));
    }

    /** The same journal, whose appends are timed. */
    public Journal metered(Journal journal) {
        return new MeteredJournal(journal, registry);
    }

    /** Publishes the numbers of a transport that has started. */
    public void watch(TransportMetrics transport) {
        new TransportMeters(transport).bindTo(registry);
    }

    /** Publishes how an adapter is doing. */
    public void watch(String adapter, Supplier<Health> health) {
        Gauge.builder("sluice.adapter.up", () -> health.get().state() == Health.State.UP ? 1 : 0)
                .description("Whether the adapter has all it needs")
                .tags("adapter", adapter)
                .register(registry);
    }

    /** Publishes how many credentials were wrong. */
    public void watch(GuessLimit guesses) {
        FunctionCounter.builder("sluice.credentials.wrong", guesses, GuessLimit::wrong)
                .description("Passwords, keys and tokens that were wrong")
                .register(registry);
        FunctionCounter.builder("sluice.credentials.refused", guesses, GuessLimit::refused)
                .description("Passwords, keys and tokens not looked at: too many from that address were wrong")
                .register(registry);
    }

    /** Publishes whether the gateway is ready. */
    public void watch(Readiness readiness) {
        Gauge.builder("sluice.ready", () -> readiness.isReady() ? 1 : 0)
                .description("Whether the gateway should get new work")
                .register(registry);
    }

    /** Everything, in the text format of Prometheus. */
    public synchronized String scrape() {
        beforeScrape.forEach(Runnable::run);
        return registry.scrape();
    }

    MeterRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
