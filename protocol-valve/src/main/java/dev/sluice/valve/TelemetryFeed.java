package dev.sluice.valve;

import dev.sluice.device.Device;
import dev.sluice.device.Published;
import dev.sluice.protocol.Session;
import dev.sluice.valve.News.TelemetryForm;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's telemetry and its pace: about once a second while readings come, and never silent for a minute, or clients
 * take the device for dead (they wait 70 s). Used on the session's thread.
 */
final class TelemetryFeed {
    /** Readings that come faster are held back, and the newest of them is sent when this time is over. */
    private static final Duration PACE = Duration.ofSeconds(1);

    /** After this time a reading is not held back: a device that speaks every second is not always punctual. */
    private static final Duration PUNCTUAL = Duration.ofMillis(900);

    /** After this time without telemetry the last values are told again. */
    private static final Duration SILENCE = Duration.ofSeconds(55);

    private final Session session;
    private final Supplier<Optional<Device>> device;
    private final TelemetryForm form;
    private Instant toldAt = Instant.EPOCH;
    private Instant publishedAt = Instant.EPOCH;
    private Instant probedAt = Instant.EPOCH;
    private @Nullable Published held;

    TelemetryFeed(Session session, Supplier<Optional<Device>> device, Units units) {
        this.session = session;
        this.device = device;
        this.form = new TelemetryForm(units);
    }

    /** Tells the values there are, and begins to watch the silence. */
    void start() {
        device.get().ifPresent(this::tell);
        session.after(SILENCE, this::onSilence);
    }

    /** Tells a device's last values; their time never runs backwards, for clients count water by it. */
    void tell(Device valve) {
        Instant measuredAt = ValveDevice.measuredAt(valve);
        tell(valve, measuredAt.isAfter(probedAt) ? measuredAt : probedAt);
    }

    private void tell(Device valve, Instant time) {
        session.send(ValveCodec.telemetry(ValveDevice.telemetry(valve, form.units(), time)));
        probedAt = time;
        toldAt = session.now();
    }

    /** Tells a new reading, now or when its time has come. */
    void onReading(Published reading) {
        if (held != null) {
            held = reading;
            return;
        }
        Duration since = since(publishedAt);
        if (since.compareTo(PUNCTUAL) >= 0) {
            publish(reading);
        } else {
            held = reading;
            session.after(PACE.minus(since), this::publishHeld);
        }
    }

    private void publishHeld() {
        Published newest = held;
        held = null;
        if (newest != null) {
            publish(newest);
        }
    }

    private void publish(Published reading) {
        session.send(form.in(reading));
        probedAt = reading.event().at();
        publishedAt = session.now();
        toldAt = publishedAt;
    }

    private void onSilence() {
        Duration silence = since(toldAt);
        if (silence.compareTo(SILENCE) >= 0) {
            device.get().ifPresent(valve -> tell(valve, session.now()));
            silence = Duration.ZERO;
        }
        session.after(SILENCE.minus(silence), this::onSilence);
    }

    /** The time since then; a clock that has been set back counts as a long time. */
    private Duration since(Instant then) {
        Duration passed = Duration.between(then, session.now());
        return passed.isNegative() ? SILENCE : passed;
    }
}
