package dev.sluice.valtronics;

import java.time.Duration;

/**
 * What of a channel a client wants. All fields must let a message pass; a field that has no meaning on a channel lets
 * everything pass there.
 *
 * @param devices numbers of devices
 * @param metrics names of metrics, of devices or of the system
 * @param period least time between two messages about one device, or the system; zero for none
 * @param severities how urgent alerts are
 * @param alertTypes of which kind they are
 * @param statuses what devices change to
 */
record Filter(
        Choice<Long> devices,
        Choice<String> metrics,
        Duration period,
        Choice<String> severities,
        Choice<String> alertTypes,
        Choice<String> statuses) {
    static final Filter NONE =
            new Filter(Choice.any(), Choice.any(), Duration.ZERO, Choice.any(), Choice.any(), Choice.any());

    /** What both let pass. */
    Filter and(Filter other) {
        return new Filter(
                devices.and(other.devices),
                metrics.and(other.metrics),
                period.compareTo(other.period) >= 0 ? period : other.period,
                severities.and(other.severities),
                alertTypes.and(other.alertTypes),
                statuses.and(other.statuses));
    }
}
