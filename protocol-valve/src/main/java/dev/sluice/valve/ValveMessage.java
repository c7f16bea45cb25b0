package dev.sluice.valve;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What clients and the gateway say to each other. All names are those of the maker's "Websocket API specification" (page
 * "Local API").
 */
sealed interface ValveMessage {
    /** The value of {@code event}, which every message has. */
    enum Event {
        PING("ping"),
        PONG("pong"),
        TELEMETRY("telemetry"),
        STATE("state"),
        CHANGE_STATE("changeState"),
        REQUEST_TELEMETRY("requestTelemetry"),
        REQUEST_STATE("requestState"),
        ERROR("error");

        private final String wire;

        Event(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }
    }

    /** What can be changed: the names in {@code data} of {@code changeState}, in the specification's order. */
    enum Attribute {
        VALVE_STATE("valve_state"),
        LED_BRIGHTNESS("led_brightness"),
        SIREN("siren"),
        SIGNAL_REBOOT("signal_reboot"),
        SONIC_REBOOT("sonic_reboot");

        private final String wire;

        Attribute(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }

        static Optional<Attribute> named(String wire) {
            return Arrays.stream(values())
                    .filter(attribute -> attribute.wire.equals(wire))
                    .findFirst();
        }
    }

    /** Where a client may send the valve. */
    enum Position {
        OPEN("open"),
        CLOSED("closed");

        private final String wire;

        Position(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }

        static Optional<Position> named(String wire) {
            return Arrays.stream(values())
                    .filter(position -> position.wire.equals(wire))
                    .findFirst();
        }
    }

    /** The value of {@code code} in an error. */
    enum ErrorCode {
        /** Server error. */
        G10,
        /** Invalid request. */
        G11,
        /** Device unavailable. */
        S10,
        /** Invalid valve state. */
        S11
    }

    /** What a client's text turns out to be. */
    sealed interface Request extends ValveMessage {}

    /** A request that says nothing but its name and is answered at once. */
    enum Question implements Request {
        PING(Event.PING),
        TELEMETRY(Event.REQUEST_TELEMETRY),
        STATE(Event.REQUEST_STATE);

        private final Event event;

        Question(Event event) {
            this.event = event;
        }

        Event event() {
            return event;
        }
    }

    /** An order to change at least one attribute. */
    record ChangeState(
            Optional<Position> valveState,
            OptionalInt ledBrightness,
            Optional<Boolean> siren,
            Optional<Boolean> signalReboot,
            Optional<Boolean> sonicReboot)
            implements Request {}

    /** The error that answers a request; also what the codec makes of a text that is none. */
    record Refusal(ErrorCode code, String message) implements Request {
        static Refusal serverError(String detail) {
            return new Refusal(ErrorCode.G10, "Server error: " + detail);
        }

        static Refusal invalidRequest(String message) {
            return new Refusal(ErrorCode.G11, message);
        }

        static Refusal unavailable(String detail) {
            return new Refusal(ErrorCode.S10, "Device unavailable: " + detail);
        }

        static Refusal invalidValveState(String found, String valid) {
            return new Refusal(ErrorCode.S11, "Invalid valve state: " + found + ". Valid states: " + valid);
        }
    }

    /** The valve as all its clients see it. */
    record State(String valveState, String radioState, boolean siren) implements ValveMessage {}

    /**
     * What the valve measures.
     *
     * @param status the sensors that have failed, {@code OKAY} if none
     * @param probedAt milliseconds since 1970
     * @param units what the numbers are expressed in
     */
    record Telemetry(
            double waterFlow,
            String leakStatus,
            List<String> status,
            double waterTemperature,
            double ambientTemperature,
            long pressure,
            String batteryLevel,
            long probedAt,
            Units units)
            implements ValveMessage {
        public Telemetry {
            status = List.copyOf(status);
        }
    }
}
