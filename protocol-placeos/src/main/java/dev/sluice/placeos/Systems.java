package dev.sluice.placeos;

import dev.sluice.device.DeviceId;
import dev.sluice.placeos.PlaceosMessage.Target;
import dev.sluice.protocol.Names.Name;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which devices are modules of which systems: a projection of the bus, by configuration. Immutable. */
final class Systems {
    private final Set<String> ids;
    private final Map<Slot, SystemModule> bySlot = new HashMap<>();
    private final Map<String, SystemModule> byId = new HashMap<>();

    private record Slot(String sys, String mod, int index) {}

    /** What is found where a client points. */
    sealed interface Lookup {}

    record Found(SystemModule module) implements Lookup {}

    /** What is missing. */
    enum Missing implements Lookup {
        SYSTEM,
        MODULE
    }

    private Systems(Map<String, List<SystemModule>> systems) {
        ids = Set.copyOf(systems.keySet());
        systems.forEach(this::add);
    }

    /** Systems by id; modules of one name are counted from 1 in the order of the list. */
    static Systems of(Map<String, List<SystemModule>> systems) {
        return new Systems(systems);
    }

    private void add(String sys, List<SystemModule> modules) {
        Map<String, Integer> count = new HashMap<>();
        for (SystemModule module : modules) {
            bySlot.put(new Slot(sys, module.name(), count.merge(module.name(), 1, Integer::sum)), module);
            byId.putIfAbsent(module.id(), module);
        }
    }

    Lookup find(Target target) {
        SystemModule module = bySlot.get(new Slot(target.sys(), target.mod(), target.index()));
        if (module != null) {
            return new Found(module);
        }
        return ids.contains(target.sys()) ? Missing.MODULE : Missing.SYSTEM;
    }

    /** What a device is called: by system, module and index, and by the module's id. */
    List<Name> names(DeviceId device) {
        Stream<Name> slots = bySlot.entrySet().stream()
                .filter(entry -> entry.getValue().device().equals(device))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(Slot::sys).thenComparing(Slot::mod).thenComparing(Slot::index))
                .map(slot -> new Name("sys / mod / index", slot.sys + " / " + slot.mod + " / " + slot.index));
        Stream<Name> ids = byId.values().stream()
                .filter(module -> module.device().equals(device))
                .map(module -> new Name("module id", module.id()));
        return Stream.concat(slots, ids).toList();
    }

    /** What {@code debug} and {@code ignore} mean: a module's id, whatever the system, or else its name and index. */
    Lookup findByIdOrName(Target target) {
        SystemModule module = byId.get(target.mod());
        return module == null ? find(target) : new Found(module);
    }

    /** The module, if it is there. */
    static Optional<SystemModule> module(Lookup lookup) {
        return lookup instanceof Found found ? Optional.of(found.module) : Optional.empty();
    }
}
