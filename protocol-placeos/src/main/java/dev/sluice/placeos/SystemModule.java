package dev.sluice.placeos;

import dev.sluice.device.ActionSpec;
import dev.sluice.device.ActionSpec.Clearance;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceId;
import dev.sluice.protocol.Principal.Role;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A device as a module: its attributes are variables, its actions are methods. Immutable.
 *
 * @param id unique for the device, whatever systems it is in
 * @param name with the index, what it is called in its system
 * @param privileged methods that the configuration reserves, beside those that the device's profile does
 */
record SystemModule(String id, String name, DeviceId device, Map<String, Clearance> privileged) {
    /** What devices can do to be tested is for support only. */
    private static final String SIMULATION = "simulate-";

    SystemModule {
        privileged = Map.copyOf(privileged);
    }

    /** Whether modules of that name are for support only. */
    static boolean isProtected(String name) {
        return name.startsWith("_");
    }

    static SystemModule of(String name, DeviceId device, Map<String, Clearance> privileged) {
        return new SystemModule("mod-" + device, name, device, privileged);
    }

    /** A name as PlaceOS writes them: {@code water-flow} is {@code water_flow}. */
    static String wire(String name) {
        return name.replace('-', '_');
    }

    /** The value of a variable, given in its wire form. */
    static Optional<JsonNode> value(Device device, String variable) {
        return device.value(variable).or(() -> device.attributes().entrySet().stream()
                .filter(entry -> wire(entry.getKey()).equals(variable))
                .map(entry -> entry.getValue().value())
                .findFirst());
    }

    /** The method of a name, as the module's device has it. */
    Optional<Method> method(Device device, String method) {
        Map<String, ActionSpec> actions = device.profile().actions();
        Optional<String> action = actions.containsKey(method)
                ? Optional.of(method)
                : actions.keySet().stream()
                        .filter(name -> wire(name).equals(wire(method)))
                        .findFirst();
        return action.flatMap(
                name -> Optional.ofNullable(actions.get(name)).map(spec -> new Method(name, spec, level(name, spec))));
    }

    /** The level that a method needs: what profile and configuration say, whichever is higher. */
    private Role level(String action, ActionSpec spec) {
        Role least = action.startsWith(SIMULATION) ? Role.SUPPORT : Role.USER;
        Role configured = role(privileged.getOrDefault(wire(action), Clearance.EVERYBODY));
        return higher(higher(role(spec.clearance()), configured), least);
    }

    private static Role role(Clearance clearance) {
        return switch (clearance) {
            case EVERYBODY -> Role.USER;
            case SUPPORT -> Role.SUPPORT;
            case ADMINISTRATOR -> Role.ADMINISTRATOR;
        };
    }

    private static Role higher(Role one, Role other) {
        return one.includes(other) ? one : other;
    }

    /**
     * A method of a module.
     *
     * @param action its name on the bus
     * @param level who may call it
     */
    record Method(String action, ActionSpec spec, Role level) {}
}
