package dev.sluice.simulator;

import static dev.sluice.simulator.Simulation.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.device.ActionSpec.Clearance;
import dev.sluice.device.DeviceEvent.Level;
import dev.sluice.device.DeviceEvent.LogLine;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedRoomModuleTest {
    private final Simulation world = new Simulation("");

    @AfterEach
    void close() {
        world.close();
    }

    private Outcome outcome(String device, String action, String arguments) {
        return world.send(device, action, arguments).join();
    }

    private static Outcome done(String value) {
        return new Outcome.Done(json(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"display-1", "display-2", "bookings-1", "camera-1", "lighting-1"})
    void everyModuleHasSomethingForPeopleWhoWriteClients(String id) {
        assertThat(outcome(id, "echo", "{\"rest\":[1,{\"two\":null}]}")).isEqualTo(done("[1,{\"two\":null}]"));
        assertThat(outcome(id, "echo", "{}")).isEqualTo(done("[]"));
        assertThat(outcome(id, "fail", "{}")).isEqualTo(Outcome.refused(Reason.FAILED, "simulated failure"));
        assertThat(outcome(id, "fail", "{\"message\":\"oh\"}")).isEqualTo(Outcome.refused(Reason.FAILED, "oh"));
        assertThat(world.device(id).profile().actions().get("reset").clearance())
                .isEqualTo(Clearance.SUPPORT);
        world.advance("11S");
        assertThat(world.reported(id, "uptime")).hasToString("[5, 10]");
    }

    @Test
    void aDisplayIsSwitchedAndAnswersWithTheNewValue() {
        assertThat(outcome("display-1", "power", "{\"state\":true}")).isEqualTo(done("true"));
        assertThat(outcome("display-1", "set-volume", "{\"volume\":55}")).isEqualTo(done("55"));
        assertThat(outcome("display-1", "switch-to", "{\"input\":\"USB-C\"}")).isEqualTo(done("\"USB-C\""));
        assertThat(world.value("display-1", "power")).isEqualTo(json("true"));
        assertThat(world.value("display-1", "volume")).isEqualTo(json("55"));
        assertThat(world.text("display-1", "input")).isEqualTo("USB-C");
        assertThat(world.value("display-2", "volume")).isEqualTo(json("20"));

        world.order("display-1", "reset", "{}");
        assertThat(world.value("display-1", "power")).isEqualTo(json("false"));
        assertThat(world.text("display-1", "input")).isEqualTo("HDMI");
    }

    @Test
    void aRoomIsBookedInUseAndGivenUp() {
        long start = world.scheduler.instant().getEpochSecond() + 60;
        String later = "{\"id\":1,\"title\":\"Meeting\",\"start\":" + (start + 9999) + ",\"end\":"
                + (start + 9999 + 1800) + "}";
        String soon = "{\"id\":2,\"title\":\"Talk\",\"start\":" + start + ",\"end\":" + (start + 300) + "}";
        assertThat(outcome("bookings-1", "make-booking", "{\"start\":" + (start + 9999) + "}")
                        .toString())
                .isEqualTo(done(later).toString());
        world.send("bookings-1", "make-booking", "{\"start\":" + start + ",\"minutes\":5,\"title\":\"Talk\"}");
        assertThat(world.value("bookings-1", "bookings")).hasToString("[" + soon + "," + later + "]");
        assertThat(world.value("bookings-1", "in-use")).isEqualTo(json("false"));
        world.advance("65S");
        assertThat(world.value("bookings-1", "in-use")).isEqualTo(json("true"));
        world.advance("5M");
        assertThat(world.value("bookings-1", "in-use")).isEqualTo(json("false"));

        assertThat(outcome("bookings-1", "cancel-booking", "{\"id\":2}").toString())
                .isEqualTo(done(soon).toString());
        assertThat(outcome("bookings-1", "cancel-booking", "{\"id\":2}"))
                .isEqualTo(Outcome.refused(Reason.INVALID, "no booking 2 (expected: one that was made)"));
        world.order("bookings-1", "reset", "{}");
        assertThat(world.value("bookings-1", "bookings")).isEmpty();
    }

    @Test
    void keepsABoundedNumberOfBookings() {
        for (int i = 0; i <= RoomBookings.MOST; i++) {
            world.send("bookings-1", "make-booking", "{\"start\":" + (1000 + i) + "}");
        }
        assertThat(world.value("bookings-1", "bookings")).hasSize(RoomBookings.MOST);
        assertThat(world.value("bookings-1", "bookings").path(0).path("start")).hasToString("1001");
    }

    @Test
    void aCameraPointsAndZooms() {
        world.order("camera-1", "power", "{\"state\":true}");
        world.order("camera-1", "point", "{\"pan\":-20.5,\"tilt\":10}");
        world.order("camera-1", "zoom-to", "{\"zoom\":4}");
        assertThat(world.number("camera-1", "pan")).isEqualTo(-20.5);
        assertThat(world.number("camera-1", "tilt")).isEqualTo(10);
        assertThat(world.number("camera-1", "zoom")).isEqualTo(4);
        assertThat(world.value("camera-1", "power")).isEqualTo(json("true"));
    }

    @Test
    void lightsHaveScenesAndALevel() {
        assertThat(outcome("lighting-1", "set-scene", "{\"scene\":\"presentation\"}"))
                .isEqualTo(done("30"));
        assertThat(world.number("lighting-1", "level")).isEqualTo(30);
        assertThat(outcome("lighting-1", "set-level", "{\"level\":31}")).isEqualTo(done("31"));
        assertThat(world.text("lighting-1", "scene")).isEqualTo("custom");
    }

    @Test
    void logsWhatItsLevelSays() {
        world.order("display-1", "set-log-level", "{\"level\":\"debug\"}");
        world.events.clear();
        world.send("display-1", "switch-to", "{\"input\":\"HDMI2\"}");
        world.send("display-1", "fail", "{}");
        assertThat(world.said("display-1", LogLine.class))
                .filteredOn(line -> line.source().startsWith("::"))
                .extracting(LogLine::level, LogLine::source, LogLine::message)
                .containsExactly(
                        tuple(Level.DEBUG, "::Simulated::Display", "input changed to \"HDMI2\""),
                        tuple(Level.ERROR, "::Simulated::Display", "simulated failure"));

        world.order("display-1", "set-log-level", "{\"level\":\"warn\"}");
        assertThat(world.text("display-1", "log-level")).isEqualTo("warn");
        world.events.clear();
        world.send("display-1", "switch-to", "{\"input\":\"HDMI\"}");
        world.order("display-1", "reset", "{}");
        assertThat(world.said("display-1", LogLine.class)).isEmpty();
    }
}
