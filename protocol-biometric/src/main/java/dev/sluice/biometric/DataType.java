package dev.sluice.biometric;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;

/** The data types of the reference, and the attributes of a wearable that they stand for. */
enum DataType {
    HEART_RATE("heart-rate", "val"),
    STEPS("steps", "val"),
    DISTANCE("distance", "val"),
    FLOORS_CLIMBED("floors-climbed", "val"),
    STEPS_CADENCE("step-cadence", "val"),
    SPEED("speed", "val"),
    ACCELERATION("acceleration", "d"),
    GYROSCOPE("rotation-rate", "d");

    /** The profile of the devices that have these attributes. */
    static final String PROFILE = "wearable";

    private static final Map<String, DataType> BY_ATTRIBUTE =
            Arrays.stream(values()).collect(Collectors.toMap(type -> type.attribute, Function.identity()));
    private static final Map<String, DataType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(Enum::name, Function.identity()));

    private final String attribute;
    private final String member;

    DataType(String attribute, String member) {
        this.attribute = attribute;
        this.member = member;
    }

    static Optional<DataType> ofAttribute(String attribute) {
        return Optional.ofNullable(BY_ATTRIBUTE.get(attribute));
    }

    /** The type of a name on the wire; most names are applications' own and stand for no attribute. */
    static Optional<DataType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    String attribute() {
        return attribute;
    }

    Reading reading(JsonNode value) {
        return Reading.of(name(), value, member);
    }

    /** The attribute's value in a reading: a whole number as an integer, since some producers write 95.0 for 95. */
    JsonNode value(Reading reading) {
        JsonNode value = reading.member(member);
        boolean whole = value.isFloatingPointNumber() && value.canConvertToExactIntegral() && value.canConvertToLong();
        return whole ? LongNode.valueOf(value.longValue()) : value;
    }
}
