package dev.sluice.simulator;

import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bookings of a room. Nobody minds if two overlap. At most {@value #MOST} are kept: the next one pushes out the first.
 */
final class RoomBookings implements RoomEquipment {
    static final int MOST = 100;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int USUAL_MINUTES = 30;

    private final List<Booking> bookings = new ArrayList<>();
    private long booked;
    private Instant now;

    RoomBookings(Instant now) {
        this.now = now;
    }

    private record Booking(long id, String title, long start, long end) {
        JsonNode toJson() {
            return JSON.objectNode()
                    .put("id", id)
                    .put("title", title)
                    .put("start", start)
                    .put("end", end);
        }

        boolean isOn(long second) {
            return start <= second && second < end;
        }
    }

    @Override
    public void advance(Instant to) {
        now = to;
    }

    @Override
    public void reset() {
        bookings.clear();
    }

    @Override
    public Map<String, JsonNode> values() {
        ArrayNode list = JSON.arrayNode();
        bookings.forEach(booking -> list.add(booking.toJson()));
        boolean inUse = bookings.stream().anyMatch(booking -> booking.isOn(now.getEpochSecond()));
        return Map.of("bookings", list, "in-use", BooleanNode.valueOf(inUse));
    }

    @Override
    public Outcome carryOut(String action, ObjectNode arguments) {
        return switch (action) {
            case "make-booking" -> make(arguments);
            case "cancel-booking" -> cancel(arguments.path("id").asLong(0));
            default -> RoomEquipment.unsupported(action);
        };
    }

    private Outcome make(ObjectNode arguments) {
        long start = arguments.path("start").asLong();
        long seconds = 60L * arguments.path("minutes").asInt(USUAL_MINUTES);
        String title = arguments.path("title").asString("Meeting");
        Booking booking = new Booking(++booked, title, start, start + seconds);
        if (bookings.size() == MOST) {
            bookings.remove(0);
        }
        bookings.add(booking);
        bookings.sort(Comparator.comparing(Booking::start).thenComparing(Booking::id));
        return new Outcome.Done(booking.toJson());
    }

    private Outcome cancel(long id) {
        Optional<Booking> meant =
                bookings.stream().filter(booking -> booking.id == id).findFirst();
        meant.ifPresent(bookings::remove);
        return meant.<Outcome>map(booking -> new Outcome.Done(booking.toJson()))
                .orElseGet(
                        () -> Outcome.refused(Reason.INVALID, "no booking " + id + " (expected: one that was made)"));
    }
}
