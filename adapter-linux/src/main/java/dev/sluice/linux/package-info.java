/**
 * The machine that Sluice runs on, as one device with the profile {@code raspberry-pi}: what it measures of itself, and its
 * pins.
 *
 * <p>A {@link dev.sluice.linux.LinuxBoard} is that device: it measures at an interval, carries out {@code configure-pins},
 * publishes what is new, and is offline with the reason while its hardware is away. Behind it are
 * {@link dev.sluice.linux.HostValues} (files of {@code /proc} and {@code /sys}, and the {@link dev.sluice.linux.Firmware})
 * and a {@link dev.sluice.linux.PinBank}: {@link dev.sluice.linux.GpioPins} where there is a GPIO chip,
 * {@link dev.sluice.linux.MemoryPins} elsewhere. Which pins are somebody else's is in the {@link dev.sluice.linux.DeviceTree}.
 * The only native code is behind {@link dev.sluice.linux.Kernel}; what is handed to it are bytes that
 * {@link dev.sluice.linux.GpioStructs} and {@link dev.sluice.linux.Mailbox} lay out, so a fake can check all of it on any
 * machine.
 *
 * <p>Three threads, none of them the bus's: {@code sluice-linux-ID} measures (a program may be waited for),
 * {@code sluice-linux-ID-pins} carries out commands, {@code sluice-linux-ID-edges} waits for the pins' edges.
 */
@NullMarked
package dev.sluice.linux;

import org.jspecify.annotations.NullMarked;
