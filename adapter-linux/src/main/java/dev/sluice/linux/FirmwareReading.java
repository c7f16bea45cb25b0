package dev.sluice.linux;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the firmware measures, as far as it could be asked.
 *
 * @param throttled the word of the profile's attribute of that name
 * @param arm clock of the ARM cores in Hz
 * @param core clock of the video core in Hz
 */
record FirmwareReading(OptionalInt throttled, OptionalDouble arm, OptionalDouble core) {}
