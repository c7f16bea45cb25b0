package dev.sluice.endrpi;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The actions by their wire names (the documentation's tables; {@code GET_TEMPERATURE} is what its examples write). */
enum EndrpiAction {
    READ_TEMPERATURE(SystemPart.TEMPERATURE),
    GET_TEMPERATURE(SystemPart.TEMPERATURE),
    READ_THROTTLE(SystemPart.THROTTLE),
    READ_UPTIME(SystemPart.UPTIME),
    READ_FREQUENCY(SystemPart.FREQUENCY),
    READ_MEMORY(SystemPart.MEMORY),
    READ_PIN_CONFIGURATIONS(null),
    UPDATE_PIN_CONFIGURATIONS(null);

    private static final Map<String, EndrpiAction> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EndrpiAction::name, Function.identity()));

    private final Optional<SystemPart> part;

    EndrpiAction(@Nullable SystemPart part) {
        this.part = Optional.ofNullable(part);
    }

    static Optional<EndrpiAction> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** What the action measures, if it measures. */
    Optional<SystemPart> part() {
        return part;
    }
}
