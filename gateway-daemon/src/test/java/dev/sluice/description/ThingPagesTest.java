package dev.sluice.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.Config;
import dev.sluice.device.Adapter;
import dev.sluice.device.AdapterProvider;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Profile;
import dev.sluice.device.Status;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.testkit.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Things: those of all profiles, and the simulator's devices. */
class ThingPagesTest {
    private static final OfficialSchema TD = new OfficialSchema("td-1.1.json");
    private static final List<Address> ADDRESSES = List.of(new Address("http", "localhost:8080", false, List.of()));

    private final ManualScheduler scheduler = new ManualScheduler();
    private final LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));
    private final ThingPages pages = new ThingPages(bus, ApiPagesTest.services(), () -> ADDRESSES, true, Runnable::run);
    private Adapter simulator;

    @BeforeEach
    void start() {
        simulator = ServiceLoader.load(AdapterProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.type().equals("simulator"))
                .findFirst()
                .orElseThrow()
                .configure(Config.parse("test", "", Path.of(""), Map.of()));
        simulator.start(bus, scheduler);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOfficialSchemaTakesEverySimulatedDeviceAndTheDirectory(boolean secured) {
        ThingPages those = new ThingPages(bus, ApiPagesTest.services(), () -> ADDRESSES, secured, Runnable::run);
        JsonNode things = json(ApiPagesTest.Routes.ask(those.routes(), Request.get("/things")));
        assertThat(things.size()).isEqualTo(bus.list(device -> true).size()).isGreaterThan(5);
        things.forEach(TD::check);
        TD.check(json(ApiPagesTest.Routes.ask(those.routes(), Request.get("/.well-known/wot"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "air-quality",
                "bookings",
                "camera",
                "display",
                "humidity",
                "lighting",
                "pressure",
                "raspberry-pi",
                "temperature",
                "valve",
                "vibration",
                "wearable"
            })
    void theOfficialSchemaTakesEveryProfile(String kind) {
        Device device = new Device(
                new DeviceId("a:b.c-1"), Profile.named(kind), "A device", Status.ONLINE, Map.of(), Instant.EPOCH);
        TD.check(new ThingDescription(Map.of(), ADDRESSES, true).of(device));
    }

    @Test
    void theOfficialSchemaRefusesWhatIsWrong() {
        ObjectNode wrong = (ObjectNode) get("/things/valve-1");
        ((ObjectNode) wrong.at("/properties/siren")).put("type", "truth");
        assertThatThrownBy(() -> TD.check(wrong)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aThingSaysWhatItsProfileSays() {
        JsonNode valve = get("/things/valve-1");
        JsonNode flow = valve.at("/properties/water-flow");
        assertThat(flow.path("type").stringValue()).isEqualTo("number");
        assertThat(flow.path("unit").stringValue()).isEqualTo("ml/min");
        assertThat(flow.path("minimum").intValue()).isZero();
        assertThat(flow.path("readOnly").booleanValue()).isTrue();
        assertThat(valve.at("/properties/leak/enum").toString()).isEqualTo("[\"none\",\"small\",\"major\"]");
        JsonNode action = valve.at("/actions/set-led-brightness");
        assertThat(action.at("/input/properties/percent/maximum").intValue()).isEqualTo(100);
        assertThat(action.at("/input/properties/percent/unit").stringValue()).isEqualTo("%");
        assertThat(action.at("/input/required").toString()).isEqualTo("[\"percent\"]");
        assertThat(action.at("/forms/0/href").stringValue())
                .isEqualTo("/api/devices/valve-1/actions/set-led-brightness");
        assertThat(valve.path("events").propertyNames())
                .containsExactly("reading", "status-change", "alert", "log-line");
    }

    @Test
    void linksToTheProtocolThatServesTheDeviceByItsId() {
        assertThat(get("/things/valve-1").path("links").findValuesAsString("href"))
                .containsExactly("/api/devices/valve-1", "/asyncapi/valve.yaml", "ws://localhost:8080/valve/valve-1");
        assertThat(get("/things/temperature-1").path("links").findValuesAsString("href"))
                .containsExactly("/api/devices/temperature-1");
    }

    @Test
    void theFormsOfPropertiesLeadToTheirValues() {
        JsonNode valve = get("/things/valve-1");
        JsonNode all = get(valve.at("/forms/0/href").stringValue());
        Device device = bus.find(new DeviceId("valve-1")).orElseThrow();
        assertThat(all.propertyNames())
                .containsExactlyElementsOf(device.attributes().keySet());
        assertThat(get(valve.at("/properties/battery/forms/0/href").stringValue()))
                .isEqualTo(device.value("battery").orElseThrow());
    }

    @Test
    void thingsComeInPages() {
        int count = bus.list(device -> true).size();
        Response first = ask("/things", Map.of("limit", "2"));
        assertThat(json(first)).hasSize(2);
        assertThat(first.headers().first("Link")).contains("</things?offset=2&limit=2>; rel=\"next\"");
        Response last = ask("/things", Map.of("limit", "2", "offset", Integer.toString(count - 1)));
        assertThat(json(last)).hasSize(1);
        assertThat(last.headers().first("Link")).isEmpty();
        assertThat(ask("/things", Map.of("limit", "0")).status()).isEqualTo(400);
        assertThat(ask("/things", Map.of("offset", "x")).status()).isEqualTo(400);
    }

    @Test
    void saysWhatItDoesNotHave() {
        assertThat(ask("/things/nobody", Map.of()).status()).isEqualTo(404);
        assertThat(ask("/things/no%20body", Map.of()).status()).isEqualTo(404);
        assertThat(ask("/things/valve-1/properties/wisdom", Map.of()).status()).isEqualTo(404);
        Request post = Request.get("/things").withMethod("POST", new byte[0]);
        assertThat(ApiPagesTest.Routes.ask(pages.routes(), post).status()).isEqualTo(405);
    }

    @Test
    void refusesAPageWhenTheWorkersHaveTooMuchToDo() {
        ThingPages busy = new ThingPages(bus, Map.of(), () -> ADDRESSES, true, task -> {
            throw new RejectedExecutionException();
        });
        assertThat(ApiPagesTest.Routes.ask(busy.routes(), Request.get("/things"))
                        .status())
                .isEqualTo(503);
    }

    private JsonNode get(String path) {
        Response response = ask(path, Map.of());
        assertThat(response.status()).isEqualTo(200);
        return json(response);
    }

    private Response ask(String path, Map<String, String> query) {
        Request request = Request.get(path);
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            request = request.withQuery(parameter.getKey(), parameter.getValue());
        }
        return ApiPagesTest.Routes.ask(pages.routes(), request);
    }

    private static JsonNode json(Response response) {
        return new JsonMapper().readTree(response.body());
    }
}
