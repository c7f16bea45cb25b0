package dev.sluice.testkit;

import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Profile;
import dev.sluice.device.Published;
import dev.sluice.device.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.DoubleNode;

/** Published events as a listener gets them, of devices of the profile {@code raspberry-pi}. */
public final class Events {
    private final Map<String, FakeDevice> devices = new HashMap<>();
    private Published last;

    public Events(String... ids) {
        ManualScheduler scheduler = new ManualScheduler();
        DeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(1));
        bus.subscribe(DeviceFilter.all(), published -> last = published);
        for (String id : ids) {
            DeviceDescriptor descriptor =
                    new DeviceDescriptor(new DeviceId(id), Profile.named("raspberry-pi"), id, Map.of());
            devices.put(id, new FakeDevice(descriptor, bus, scheduler));
        }
    }

    public Published reading(String device, String attribute, double value) {
        devices.get(device).report(Map.of(attribute, DoubleNode.valueOf(value)));
        return last;
    }

    public Published status(String device) {
        devices.get(device).report(Status.WARNING, "test");
        return last;
    }
}
