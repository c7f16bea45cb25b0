package dev.sluice.simulator;

import dev.sluice.device.Command;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Level;
import dev.sluice.device.DeviceEvent.LogLine;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Excerpt;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A piece of a meeting room's equipment with what all of them have for people who write clients: a variable that changes by
 * itself, an echo, a method that fails, one that not everybody may call, and a log whose level can be set.
 */
final class SimulatedRoomModule implements Hardware {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Duration TICK = Duration.ofSeconds(5);

    private final DeviceId id;
    private final RoomEquipment equipment;
    private final Profile profile;
    private final String source;
    private final Instant started;
    private final Reported reported;
    private final List<DeviceEvent> lines = new ArrayList<>();
    private Level level = Level.INFO;
    private Instant ticked;
    private Instant now;

    SimulatedRoomModule(DeviceId id, String kind, RoomEquipment equipment, Instant now) {
        this.id = id;
        this.equipment = equipment;
        this.profile = Profile.named(kind).with(Hardware.faults("device").actions());
        this.source = "::Simulated::" + kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
        this.started = now;
        this.ticked = now;
        this.now = now;
        this.reported = new Reported(id, profile, initial());
    }

    @Override
    public Profile profile() {
        return profile;
    }

    @Override
    public Map<String, JsonNode> initial() {
        Map<String, JsonNode> values = new LinkedHashMap<>(equipment.values());
        values.put("uptime", JSON.numberNode(Duration.between(started, ticked).toSeconds()));
        values.put("log-level", JSON.stringNode(wire(level)));
        return values;
    }

    @Override
    public void advance(Instant to) {
        now = to;
        equipment.advance(now);
        if (!now.isBefore(wake())) {
            ticked = now;
        }
    }

    @Override
    public Outcome carryOut(Command command) {
        Map<String, JsonNode> before = initial();
        Outcome outcome =
                switch (command.action()) {
                    case "echo" -> new Outcome.Done(command.arguments().withArray("rest"));
                    case "fail" -> fail(command.arguments().path("message").asString("simulated failure"));
                    case "reset" -> reset();
                    case "set-log-level" ->
                        setLevel(command.arguments().path("level").stringValue());
                    default -> equipment.carryOut(command.action(), command.arguments());
                };
        initial().forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                log(Level.DEBUG, name + " changed to " + Excerpt.of(value));
            }
        });
        return outcome;
    }

    private Outcome fail(String message) {
        log(Level.ERROR, message);
        return Outcome.refused(Reason.FAILED, message);
    }

    private Outcome reset() {
        equipment.reset();
        log(Level.NOTICE, "reset");
        return Outcome.DONE;
    }

    private Outcome setLevel(String name) {
        level = Level.valueOf(name.toUpperCase(Locale.ROOT));
        return Outcome.DONE;
    }

    private void log(Level importance, String message) {
        if (logs(importance)) {
            lines.add(new LogLine(id, importance, source, message, now));
        }
    }

    @Override
    public boolean logs(Level importance) {
        return importance.compareTo(level) >= 0;
    }

    private static String wire(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<DeviceEvent> news() {
        List<DeviceEvent> news = new ArrayList<>(lines);
        lines.clear();
        reported.news(initial(), Set.of(), now).ifPresent(news::add);
        return news;
    }

    @Override
    public boolean rebooting() {
        return false;
    }

    @Override
    public Instant wake() {
        return ticked.plus(TICK);
    }
}
