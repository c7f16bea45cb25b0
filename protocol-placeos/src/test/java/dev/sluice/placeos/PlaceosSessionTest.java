package dev.sluice.placeos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.Command;
import dev.sluice.device.DeviceEvent.Level;
import dev.sluice.device.DeviceEvent.LogLine;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Registration;
import dev.sluice.device.Status;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Request;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.LongNode;

/** What conversations cannot say: other levels, other settings, devices that come and go. */
class PlaceosSessionTest {
    private static final String META = ",\"meta\":{\"sys\":\"sys-1234\",\"mod\":\"Display\",\"index\":1,\"name\":\"";
    private static final String IGNORED = "{\"id\":9,\"type\":\"success\"}";

    private final PlaceosProtocol protocol = Rooms.protocol("");
    private final Stage stage = Rooms.stage(protocol);

    private static String bound(int id, String name) {
        return "{\"id\":" + id + ",\"type\":\"success\"" + META + name + "\"}}";
    }

    private static String notify(int id, String value, String name) {
        return "{\"id\":" + id + ",\"type\":\"notify\",\"value\":" + value + META + name + "\"}}";
    }

    // ---- exec

    @Test
    void answersWithWhatTheDeviceReturnsInTheOrderOfKeysOfUpstream() {
        FakeSession panel = stage.connect();
        panel.receive(Rooms.command(1, "exec", "echo"));
        stage.device("display-1").answer(new Outcome.Done(Rooms.json("[1,\"zwei\",{\"drei\":3.0}]")));
        assertThat(panel.take())
                .isEqualTo("{\"id\":1,\"type\":\"success\",\"value\":[1,\"zwei\",{\"drei\":3.0}]" + META + "echo\"}}");
    }

    @Test
    void tellsTheDeviceWhoAsks() {
        FakeSession panel = stage.connect();
        panel.receive(Rooms.command(1, "exec", "echo"));
        assertThat(stage.device("display-1").received().issuer()).isEqualTo("placeos ada");
    }

    @ParameterizedTest
    @CsvSource({
        "reset,ada-key,false",
        "reset,sue-key,true",
        "reset,root-key,true",
        "switch_to,ada-key,false",
        "switch_to,sue-key,false",
        "switch_to,root-key,true",
        "switch-to,sue-key,false",
        "echo,ada-key,true"
    })
    void letsOnlyThoseCallAMethodWhoHaveTheLevelForIt(String method, String key, boolean allowed) {
        FakeSession panel = Rooms.connect(stage, key);
        panel.receive("{\"id\":1,\"cmd\":\"exec\",\"sys\":\"sys-1234\",\"mod\":\"Display\",\"name\":\"" + method
                + "\",\"args\":" + (method.startsWith("switch") ? "[\"HDMI\"]" : "[]") + "}");
        assertThat(stage.device("display-1").received() != null).isEqualTo(allowed);
        if (!allowed) {
            assertThat(panel.take())
                    .isEqualTo("{\"id\":1,\"type\":\"error\",\"msg\":\"attempted to access privileged function "
                            + method + "\",\"error_code\":2,\"code\":500}");
        }
    }

    @Test
    void showsProtectedModulesToSupport() {
        FakeSession panel = Rooms.connect(stage, "sue-key");
        panel.receive("{\"id\":1,\"cmd\":\"bind\",\"sys\":\"sys-1234\",\"mod\":\"_Secret\",\"name\":\"level\"}");
        assertThat(panel.take()).contains("\"success\"");
        assertThat(panel.take()).contains("\"value\":50");
        panel.receive("{\"id\":2,\"cmd\":\"debug\",\"sys\":\"\",\"mod\":\"mod-lighting-1\"}");
        assertThat(panel.take()).contains("\"mod_id\":\"mod-lighting-1\"");
    }

    @Test
    void findsNoFunctionIfTheDeviceHasLostIt() {
        FakeSession panel = stage.connect();
        panel.receive(Rooms.command(1, "exec", "echo"));
        stage.device("display-1").answer(Outcome.refused(Outcome.Reason.UNSUPPORTED, "gone"));
        assertThat(panel.take()).contains("\"could not find function: gone\",\"error_code\":1");
        panel.receive(Rooms.command(2, "exec", "echo"));
        stage.device("display-1").answer(Outcome.refused(Outcome.Reason.NO_SUCH_DEVICE, "gone"));
        assertThat(panel.take()).contains("\"module stopped: gone\",\"error_code\":7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNAVAILABLE", "BUSY", "TIMEOUT", "INVALID", "FAILED"})
    void raisesWhatTheDeviceRefuses(String reason) {
        FakeSession panel = stage.connect();
        panel.receive(Rooms.command(1, "exec", "echo"));
        stage.device("display-1").answer(Outcome.refused(Outcome.Reason.valueOf(reason), "no"));
        assertThat(panel.take())
                .isEqualTo("{\"id\":1,\"type\":\"error\",\"msg\":\"module raised: no\",\"error_code\":3,\"code\":500}");
    }

    // ---- bind

    @Test
    void tellsValuesAsTextsIfConfiguredOrAskedFor() {
        Stage texts = Rooms.stage(Rooms.protocol("value-encoding: string"));
        FakeSession configured = texts.connect();
        FakeSession asked = stage.connect(Rooms.HANDSHAKE.withQuery("value_encoding", "string"));
        FakeSession raw = texts.connect(Rooms.HANDSHAKE.withQuery("value_encoding", "raw"));
        for (FakeSession panel : new FakeSession[] {configured, asked}) {
            panel.receive(Rooms.command(1, "bind", "input"));
            assertThat(panel.take()).isEqualTo(bound(1, "input"));
            assertThat(panel.take()).isEqualTo(notify(1, "\"\\\"HDMI\\\"\"", "input"));
        }
        raw.receive(Rooms.command(1, "bind", "input"));
        raw.take();
        assertThat(raw.take()).isEqualTo(notify(1, "\"HDMI\"", "input"));
        texts.device("display-1").report(Rooms.values("{\"input\":\"HDMI2\"}"));
        assertThat(configured.take()).isEqualTo(notify(1, "\"\\\"HDMI2\\\"\"", "input"));
        assertThat(raw.take()).isEqualTo(notify(1, "\"HDMI2\"", "input"));
    }

    @Test
    void writesAValueOnceForEverybodyWhoKnowsItByTheSameName() {
        FakeSession[] panels = {stage.connect(), stage.connect(), stage.connect()};
        for (int i = 0; i < panels.length; i++) {
            panels[i].receive(Rooms.command(i + 1, "bind", "volume"));
            panels[i].take();
            panels[i].take();
        }
        long before = protocol.notifications().encoded();
        stage.device("display-1").report(Rooms.values("{\"volume\":77}"));
        for (int i = 0; i < panels.length; i++) {
            assertThat(panels[i].take()).isEqualTo(notify(i + 1, "77", "volume"));
        }
        assertThat(protocol.notifications().encoded() - before).isEqualTo(1);
    }

    @Test
    void sendsOneMessageToAllWhoAskedAlikeAndTheirOwnToOthers() {
        FakeSession[] panels = {stage.connect(), stage.connect(), stage.connect()};
        int[] ids = {5, 5, 6};
        for (int i = 0; i < panels.length; i++) {
            panels[i].receive(Rooms.command(ids[i], "bind", "volume"));
            panels[i].take();
            panels[i].take();
        }
        stage.device("display-1").report(Rooms.values("{\"volume\":77}"));
        Payload first = panels[0].takePayload();
        assertThat(panels[1].takePayload()).isSameAs(first);
        assertThat(panels[2].take()).isEqualTo(notify(6, "77", "volume"));
    }

    @Test
    void tellsEachOfManyWhoAskedDifferently() {
        FakeSession[] panels = new FakeSession[20];
        for (int i = 0; i < panels.length; i++) {
            panels[i] = stage.connect();
            panels[i].receive(Rooms.command(i, "bind", "volume"));
            panels[i].take();
            panels[i].take();
        }
        stage.device("display-1").report(Rooms.values("{\"volume\":77}"));
        for (int i = 0; i < panels.length; i++) {
            assertThat(panels[i].take()).isEqualTo(notify(i, "77", "volume"));
            assertThat(panels[i].take()).isNull();
        }
    }

    @Test
    void tellsOfAVariableUnderEachOfTheNamesThatOnePanelHasForItUntilItIsUnbound() {
        FakeSession panel = stage.connect();
        for (String name : new String[] {"log_level", "log-level"}) {
            panel.receive(Rooms.command(1, "bind", name));
            assertThat(panel.take()).isEqualTo(bound(1, name));
            while (panel.take() != null) {} // the value, if there is one yet
        }
        stage.device("display-1").report(Rooms.values("{\"log-level\":\"warn\"}"));
        assertThat(panel.take()).isEqualTo(notify(1, "\"warn\"", "log_level"));
        assertThat(panel.take()).isEqualTo(notify(1, "\"warn\"", "log-level"));
        panel.receive(Rooms.command(2, "unbind", "log_level"));
        panel.take();
        stage.device("display-1").report(Rooms.values("{\"log-level\":\"error\"}"));
        assertThat(panel.take()).isEqualTo(notify(1, "\"error\"", "log-level"));
        assertThat(panel.take()).isNull();
        panel.receive(Rooms.command(3, "unbind", "log-level"));
        panel.take();
        assertThat(panel.watching()).isEmpty();
    }

    @Test
    void waitsForADeviceAndSaysNothingWhenItGoes() {
        FakeSession panel = stage.connect();
        panel.receive("{\"id\":1,\"cmd\":\"bind\",\"sys\":\"sys-1234\",\"mod\":\"Ghost\",\"name\":\"volume\"}");
        assertThat(panel.take()).contains("\"success\"");
        assertThat(panel.take()).isNull();

        Registration first = register("ghost-1");
        assertThat(panel.take()).contains("\"notify\",\"value\":20");
        first.close();
        assertThat(panel.take()).isNull();
        Registration second = register("ghost-1");
        assertThat(panel.take()).isNull(); // the same value as before
        second.close();
    }

    @Test
    void tellsNullForWhatADeviceThatCameBackHasNotMeasuredYet() {
        FakeSession panel = stage.connect();
        panel.receive("{\"id\":1,\"cmd\":\"bind\",\"sys\":\"sys-home\",\"mod\":\"Pi\",\"name\":\"uptime\"}");
        panel.take();
        stage.device("pi-1").report(Rooms.values("{\"uptime\":5}"));
        assertThat(panel.take()).contains("\"value\":5");
        stage.device("pi-1").close();
        FakeDevice back = new FakeDevice(Rooms.board(), stage.bus(), stage.scheduler());
        assertThat(panel.take()).contains("\"value\":null");
        back.report(Rooms.values("{\"uptime\":5}"));
        assertThat(panel.take()).contains("\"value\":5");
    }

    @Test
    void keepsTheLastValuesWhileADeviceIsOffline() {
        FakeSession panel = stage.connect();
        panel.receive(Rooms.command(1, "bind", "volume"));
        panel.take();
        panel.take();
        stage.device("display-1").report(Status.OFFLINE, "test");
        stage.device("display-1").report(Status.ONLINE, "test");
        assertThat(panel.take()).isNull();
    }

    @Test
    void hasRoomForSoManyBindingsAndNoMore() {
        Stage small = Rooms.stage(Rooms.protocol("limits: {bindings: 1}"));
        FakeSession panel = small.connect();
        panel.receive(Rooms.command(1, "bind", "soul"));
        assertThat(panel.take()).isEqualTo(bound(1, "soul"));
        for (String cmd : new String[] {"bind", "debug"}) {
            panel.receive(Rooms.command(2, cmd, "volume"));
            assertThat(panel.take())
                    .isEqualTo("{\"id\":2,\"type\":\"error\",\"msg\":\"1 bindings (expected: no more per connection)\","
                            + "\"error_code\":3,\"code\":500}");
        }
    }

    // ---- late binding, as upstream

    @Test
    void waitsForSystemsAndModulesIfConfiguredTo() {
        PlaceosProtocol late = Rooms.protocol("late-binding: true");
        Stage upstream = Rooms.stage(late);
        FakeSession panel = upstream.connect();
        panel.receive("{\"id\":1,\"cmd\":\"bind\",\"sys\":\"sys-new\",\"mod\":\"Screen\",\"name\":\"volume\"}");
        panel.receive("{\"id\":2,\"cmd\":\"debug\",\"sys\":\"sys-new\",\"mod\":\"Screen\",\"name\":\"debug\"}");
        panel.receive("{\"id\":3,\"cmd\":\"exec\",\"sys\":\"sys-new\",\"mod\":\"Screen\",\"name\":\"echo\"}");
        assertThat(panel.take())
                .isEqualTo("{\"id\":1,\"type\":\"success\",\"meta\":"
                        + "{\"sys\":\"sys-new\",\"mod\":\"Screen\",\"index\":1,\"name\":\"volume\"}}");
        assertThat(panel.take())
                .isEqualTo(
                        "{\"id\":2,\"type\":\"success\",\"meta\":{\"sys\":\"sys-new\",\"mod\":\"Screen\",\"index\":1}}");
        assertThat(panel.take()).contains("\"could not find module 'sys-new Screen_1'\",\"error_code\":6");

        late.replace(SystemsTest.systems("sys-new: {modules: [{name: Screen, device: display-2}]}"));

        assertThat(panel.take()).contains("\"id\":1,\"type\":\"notify\",\"value\":20");
        assertThat(upstream.device("display-2").received().action()).isEqualTo("set-log-level");
        say(upstream, "display-2", Level.DEBUG, "hello");
        assertThat(panel.take()).contains("\"id\":2,\"type\":\"debug\",\"msg\":\"hello\"");
    }

    @Test
    void takesANumberForTheSameWhicheverTypeHoldsIt() {
        FakeSession panel = stage.connect();
        panel.receive(Rooms.command(1, "bind", "volume"));
        panel.take();
        panel.take();
        stage.device("display-1").report(Map.of("volume", LongNode.valueOf(20)));
        assertThat(panel.take()).isNull();
        stage.device("display-1").report(Map.of("volume", LongNode.valueOf(21)));
        assertThat(panel.take()).isEqualTo(notify(1, "21", "volume"));
    }

    // ---- other systems

    @Test
    void followsBindingsToOtherDevicesWhenTheSystemsChange() {
        stage.device("display-2").report(Rooms.values("{\"volume\":55}"));
        FakeSession panel = stage.connect();
        panel.receive(Rooms.command(1, "bind", "volume"));
        panel.receive(Rooms.command(2, "bind", "power"));
        panel.take();
        panel.take();
        panel.take();
        panel.take();

        // another device: its values, even those that are the same
        protocol.replace(SystemsTest.systems("sys-1234: {modules: [{name: Display, device: display-2}]}"));
        assertThat(panel.take()).isEqualTo(notify(1, "55", "volume"));
        assertThat(panel.take()).isEqualTo(notify(2, "false", "power"));
        stage.device("display-1").report(Rooms.values("{\"volume\":1}"));
        assertThat(panel.take()).isNull();

        // the same device: nothing
        protocol.replace(SystemsTest.systems(
                "sys-1234: {modules: [{name: Display, device: display-2}, {name: Display, device: display-1}]}"));
        assertThat(panel.take()).isNull();

        // gone: silence, and back again
        protocol.replace(SystemsTest.systems("sys-1234: {modules: []}"));
        stage.device("display-2").report(Rooms.values("{\"volume\":56}"));
        assertThat(panel.take()).isNull();
        protocol.replace(SystemsTest.systems("sys-1234: {modules: [{name: Display, device: display-1}]}"));
        assertThat(panel.take()).isEqualTo(notify(1, "1", "volume"));
        assertThat(panel.take()).isEqualTo(notify(2, "false", "power"));
        panel.receive(Rooms.command(3, "unbind", "volume"));
        panel.take();
        stage.device("display-1").report(Rooms.values("{\"volume\":2}"));
        assertThat(panel.take()).isNull();
    }

    @Test
    void knowsOtherSystemsForNewCommandsAtOnce() {
        FakeSession panel = stage.connect();
        protocol.replace(SystemsTest.systems("sys-9: {modules: [{name: Display, device: display-2}]}"));
        panel.receive(Rooms.command(1, "bind", "volume"));
        assertThat(panel.take()).contains("\"error_code\":5");
        panel.receive("{\"id\":2,\"cmd\":\"bind\",\"sys\":\"sys-9\",\"mod\":\"Display\",\"name\":\"volume\"}");
        assertThat(panel.take()).contains("\"success\"");
    }

    // ---- debug

    @Test
    void passesLogLinesOnWithAllThatDocumentAndUpstreamSay() {
        FakeSession panel = stage.connect();
        panel.receive(Rooms.command(4, "debug", "debug"));
        assertThat(panel.take())
                .isEqualTo("{\"id\":4,\"type\":\"success\",\"mod_id\":\"mod-display-1\","
                        + "\"meta\":{\"sys\":\"sys-1234\",\"mod\":\"Display\",\"index\":1}}");
        stage.device("display-1").answer(Outcome.DONE);

        say(stage, "display-1", Level.NOTICE, "input changed to HDMI");
        say(stage, "display-2", Level.NOTICE, "somebody else");

        assertThat(panel.take())
                .isEqualTo("{\"id\":4,\"type\":\"debug\",\"msg\":\"input changed to HDMI\"" + META + "debug\"},"
                        + "\"mod\":\"mod-display-1\",\"klass\":\"::Some::Display\",\"level\":\"notice\"}");
        assertThat(panel.take()).isNull();

        panel.receive(Rooms.command(9, "ignore", "ignore"));
        assertThat(panel.take()).isEqualTo(IGNORED);
        say(stage, "display-1", Level.NOTICE, "nobody listens");
        assertThat(panel.take()).isNull();
    }

    @Test
    void putsTheLogLevelBackWhenTheLastListenerDisconnects() {
        FakeDevice display = stage.device("display-1");
        FakeSession one = stage.connect();
        FakeSession two = stage.connect();
        one.receive(Rooms.command(1, "debug", "debug"));
        assertOrdered(display, "debug");
        two.receive(Rooms.command(1, "debug", "debug"));
        one.disconnect(1000);
        assertThat(display.received()).isNull();
        two.disconnect(1006);
        assertOrdered(display, "info");
    }

    @Test
    void remembersTheLevelOfBeforeWhileItIsNotYetBack() {
        FakeDevice display = stage.device("display-1");
        FakeSession panel = stage.connect();
        panel.receive(Rooms.command(1, "debug", "debug"));
        display.report(Rooms.values("{\"log-level\":\"debug\"}"));
        assertOrdered(display, "debug");
        panel.receive(Rooms.command(2, "ignore", "ignore"));
        panel.receive(Rooms.command(3, "debug", "debug")); // while the order to go back is under way
        panel.receive(Rooms.command(4, "ignore", "ignore"));
        assertOrdered(display, "info");
        assertOrdered(display, "debug");
        assertOrdered(display, "info");
    }

    @Test
    void lowersTheLevelOfADeviceThatComesBack() {
        FakeSession panel = stage.connect();
        panel.receive(Rooms.command(1, "debug", "debug"));
        assertOrdered(stage.device("display-1"), "debug");
        stage.device("display-1").close();
        FakeDevice back = new FakeDevice(Rooms.display("display-1"), stage.bus(), stage.scheduler());
        stage.scheduler().advance(Duration.ZERO);
        assertOrdered(back, "debug");
        panel.disconnect(1000);
        assertOrdered(back, "info");
    }

    @Test
    void leavesALevelAloneThatIsLowAlreadyAndDevicesThatHaveNone() {
        FakeSession panel = Rooms.connect(stage, "sue-key");
        panel.receive("{\"id\":1,\"cmd\":\"debug\",\"sys\":\"\",\"mod\":\"mod-lighting-1\"}");
        panel.receive("{\"id\":2,\"cmd\":\"debug\",\"sys\":\"\",\"mod\":\"mod-pi-1\"}");
        panel.disconnect(1000);
        assertThat(stage.device("lighting-1").received()).isNull();
        assertThat(stage.device("pi-1").received()).isNull();
    }

    @Test
    void followsDebugStreamsToOtherDevicesWhenTheSystemsChange() {
        FakeSession panel = stage.connect();
        panel.receive(Rooms.command(1, "debug", "debug"));
        panel.take();
        assertOrdered(stage.device("display-1"), "debug");
        protocol.replace(SystemsTest.systems("sys-1234: {modules: [{name: Display, device: display-2}]}"));
        assertOrdered(stage.device("display-1"), "info");
        assertOrdered(stage.device("display-2"), "debug");
        say(stage, "display-1", Level.INFO, "gone");
        say(stage, "display-2", Level.INFO, "here");
        assertThat(panel.take()).contains("here").contains("\"mod\":\"mod-display-2\"");
        assertThat(panel.take()).isNull();
    }

    // ---- the connection

    @Test
    void leavesNothingBehind() {
        int before = stage.scheduler().pending();
        FakeSession panel = stage.connect();
        panel.receive(Rooms.command(1, "bind", "volume"));
        panel.disconnect(1001);
        protocol.replace(SystemsTest.systems("sys-1234: {modules: []}"));
        assertThat(stage.scheduler().pending()).isEqualTo(before);
    }

    @Test
    void servesThePathOfTheOldEngineAlike() {
        FakeSession panel = stage.connect(Request.get("/control/websocket").withQuery("api-key", "ada-key"));
        panel.receive("ping");
        assertThat(panel.take()).isEqualTo("pong");
    }

    private static void assertOrdered(FakeDevice device, String level) {
        Command command = device.received();
        assertThat(command).isNotNull();
        assertThat(command.action()).isEqualTo("set-log-level");
        assertThat(command.arguments()).isEqualTo(Rooms.json("{\"level\":\"" + level + "\"}"));
        device.answer(Outcome.DONE);
    }

    private static void say(Stage stage, String device, Level level, String message) {
        stage.bus()
                .publish(new LogLine(
                        new DeviceId(device),
                        level,
                        "::Some::Display",
                        message,
                        stage.scheduler().instant()));
    }

    private Registration register(String id) {
        return stage.bus().register(Rooms.display(id), command -> CompletableFuture.completedFuture(Outcome.DONE));
    }
}
