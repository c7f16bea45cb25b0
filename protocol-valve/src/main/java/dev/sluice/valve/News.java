package dev.sluice.valve;

import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.Published;
import dev.sluice.device.Status;
import dev.sluice.protocol.Payload;
import dev.sluice.valve.ValveMessage.State;
import java.util.function.Function;

/**
 * What a device's event means to the valve's clients, worked out once for all of them. Immutable.
 *
 * @param state the state right after the event
 * @param message that state as a message
 * @param hasTelemetry whether there is something new to measure by
 * @param isRestart whether the hub, which holds the connections, goes down to come back
 */
record News(State state, Payload message, boolean hasTelemetry, boolean isRestart) {
    /** The news in an event; the first session that asks builds them. */
    static News in(Published published) {
        return published.form(News.class, News::of);
    }

    private static News of(Published published) {
        State state = ValveDevice.state(published.device());
        return new News(state, ValveCodec.state(state), hasTelemetry(published), isRestart(published));
    }

    private static boolean hasTelemetry(Published published) {
        if (published.event() instanceof Reading reading) {
            return ValveDevice.isMeasured(reading.changed().keySet());
        }
        return published.event() instanceof StatusChange change && change.after() == Status.ONLINE;
    }

    private static boolean isRestart(Published published) {
        return published.event() instanceof StatusChange change
                && (change.after() == Status.MAINTENANCE || change.after() == Status.OFFLINE)
                && change.reason().startsWith("reboot");
    }

    /** Telemetry in certain units: the key under which an event keeps it, and what makes it. */
    record TelemetryForm(Units units) implements Function<Published, Payload> {
        /** The telemetry of an event; the first session that asks builds it. */
        Payload in(Published published) {
            return published.form(this, this);
        }

        @Override
        public Payload apply(Published published) {
            return ValveCodec.telemetry(ValveDevice.telemetry(
                    published.device(), units, published.event().at()));
        }
    }
}
