/**
 * Simulated hardware: a water valve in a household, a Raspberry Pi, people with wearables and five kinds of sensors, with
 * faults on demand.
 *
 * <p>A {@link dev.sluice.simulator.Simulator} puts one {@link dev.sluice.simulator.SimulatedDevice} on the bus for each
 * configured device. That class is the driver: commands, status, faults that any device can have, the timer, the lock.
 * Behind it is a {@link dev.sluice.simulator.Hardware}, a state machine that knows neither bus nor timer: it is told what
 * time it is, and says what is new and when it wants to be asked again. So a simulated day takes a test a moment, and the
 * same seed with the same commands at the same times gives the same events.
 *
 * <p>Faults are actions of the devices themselves, {@code simulate-…}; the YAML files beside this class name them.
 */
@NullMarked
package dev.sluice.simulator;

import org.jspecify.annotations.NullMarked;
