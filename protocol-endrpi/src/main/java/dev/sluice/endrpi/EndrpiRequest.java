package dev.sluice.endrpi;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What a client asks. */
sealed interface EndrpiRequest {
    record Measure(EndrpiAction action, SystemPart part) implements EndrpiRequest {}

    /**
     * To read pins.
     *
     * @param pins known names, each once, in the order asked
     */
    record ReadPins(List<String> pins) implements EndrpiRequest {}

    /** To set up pins. */
    record UpdatePins(PinUpdate update) implements EndrpiRequest {}

    /**
     * Nothing that can be done.
     *
     * @param action the action, if it was recognised
     * @param message what upstream says about it
     */
    record Bad(Optional<EndrpiAction> action, String message) implements EndrpiRequest {}

    /**
     * Pins to set up, in order, up to the first that makes no sense: those before it are set up all the same.
     *
     * @param pins arguments of the device's action by pin, maybe none
     * @param error what is wrong with the one behind them, if anything
     */
    record PinUpdate(ObjectNode pins, Optional<String> error) {}
}
