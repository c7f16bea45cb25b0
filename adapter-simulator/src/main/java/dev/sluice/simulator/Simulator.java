package dev.sluice.simulator;

import dev.sluice.device.Adapter;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.Scheduler;
import dev.sluice.simulator.SimulatorConfig.Simulated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The simulator adapter: puts the configured devices on the bus. Started and closed by one thread, the daemon's. */
final class Simulator implements Adapter {
    private final SimulatorConfig config;
    private final List<SimulatedDevice> devices = new ArrayList<>();

    Simulator(SimulatorConfig config) {
        this.config = config;
    }

    @Override
    public void start(DeviceBus bus, Scheduler scheduler) {
        try {
            for (Simulated simulated : config.devices()) {
                Hardware hardware = hardware(simulated, scheduler.instant());
                SimulatedDevice device = new SimulatedDevice(simulated.id(), hardware, bus, scheduler);
                devices.add(device);
                device.start(simulated.name());
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Hardware hardware(Simulated simulated, Instant now) {
        RandomGenerator.SplittableGenerator random = random(simulated);
        return switch (simulated.kind()) {
            case VALVE -> new SimulatedValve(simulated.id(), config.valve(), random, now);
            case RASPBERRY_PI -> new SimulatedPi(simulated.id(), config.piInterval(), random, now);
            case WEARABLE -> new SimulatedWearable(simulated.id(), config.wearable(), random, now);
            case DISPLAY -> new SimulatedRoomModule(simulated.id(), "display", new RoomDisplay(), now);
            case BOOKINGS -> new SimulatedRoomModule(simulated.id(), "bookings", new RoomBookings(now), now);
            case CAMERA -> new SimulatedRoomModule(simulated.id(), "camera", new RoomCamera(), now);
            case LIGHTING -> new SimulatedRoomModule(simulated.id(), "lighting", new RoomLighting(), now);
            case TEMPERATURE, HUMIDITY, PRESSURE, AIR_QUALITY, VIBRATION ->
                new SimulatedSensor(simulated.id(), simulated.kind(), config.sensors(), random, now);
        };
    }

    /** One generator per device, so that a device behaves the same whatever others are simulated beside it. */
    private RandomGenerator.SplittableGenerator random(Simulated simulated) {
        return new SplittableRandom(31L * config.seed() + simulated.id().value().hashCode());
    }

    @Override
    public void close() {
        devices.forEach(SimulatedDevice::close);
        devices.clear();
    }
}
