package dev.sluice.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.Config;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.ProtocolProvider;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The documents of all protocols there are. */
class ApiPagesTest {
    private static final OfficialSchema ASYNCAPI = new OfficialSchema("asyncapi-3.0.0.json");
    private static final List<Address> ADDRESSES = List.of(
            new Address("http", "localhost:8080", false, List.of()),
            new Address("https", "localhost:8443", true, List.of()),
            new Address("lab", "localhost:8081", false, List.of("valve")));
    private static final Map<String, Protocol.Service> SERVICES = services();

    private final ApiPages pages = new ApiPages(SERVICES, () -> ADDRESSES, "1.2.3");

    static Map<String, Protocol.Service> services() {
        Map<String, Protocol.Service> services = new TreeMap<>();
        for (ProtocolProvider provider : ServiceLoader.load(ProtocolProvider.class)) {
            Protocol protocol = provider.configure(Config.parse("test", "", Path.of(""), Map.of()));
            services.put(provider.name(), new Stage(protocol, Request.get("/")).service());
        }
        return services;
    }

    static Stream<String> protocols() {
        return SERVICES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void everyProtocolHasADocumentThatTheOfficialSchemaTakes(String protocol) {
        ASYNCAPI.check(document(protocol));
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void theYamlSaysWhatWasMeant(String protocol) {
        Protocol.Service service = SERVICES.get(protocol);
        JsonNode meant = new ApiDocument(protocol, service, service.api().orElseThrow(), ADDRESSES, "1.2.3").json();
        assertThat(new JsonMapper().readTree(document(protocol).toString()))
                .isEqualTo(new JsonMapper().readTree(meant.toString()));
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void allReferencesLeadSomewhere(String protocol) {
        JsonNode document = document(protocol);
        List<String> references = document.findValuesAsString("$ref");
        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(
                        document.at(reference.substring(1)).isObject())
                .as(reference)
                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void theAddressesAreThoseOfTheEndpoints(String protocol) {
        List<String> paths = SERVICES.get(protocol).endpoints().stream()
                .map(endpoint -> endpoint.path().toString())
                .toList();
        assertThat(document(protocol).path("channels").findValuesAsString("address"))
                .containsExactlyElementsOf(paths);
    }

    @Test
    void promisesWhatSessionsTakeWithoutAnError() {
        JsonNode document = document("valtronics");
        assertThat(document.at("/channels/ws/x-limits/messageBytes").asInt()).isEqualTo(1024);
        assertThat(document.at("/channels/ws/x-limits/messagesPerSecond").asInt())
                .isEqualTo(100);
        assertThat(document.at("/info/description").stringValue())
                .contains("1024 bytes a message", "100 messages a second");
    }

    @Test
    void theOfficialSchemaRefusesWhatIsWrong() {
        ObjectNode wrong = (ObjectNode) document("valve");
        ((ObjectNode) wrong.at("/operations/valve.ping")).put("action", "shout");
        assertThatThrownBy(() -> ASYNCAPI.check(wrong)).isInstanceOf(AssertionError.class);
    }

    @Test
    void tellsWhichListenersServeAProtocol() {
        assertThat(document("valve").path("servers").propertyNames()).containsExactly("http", "https", "lab");
        assertThat(document("endrpi").path("servers").propertyNames()).containsExactly("http", "https");
        assertThat(document("valve").at("/servers/https/protocol").stringValue())
                .isEqualTo("wss");
    }

    @Test
    void tellsHowToShowWhoOneIs() {
        assertThat(document("placeos").at("/components/securitySchemes").propertyNames())
                .contains("header-X-API-Key", "query-api-key", "bearer", "query-ticket");
        assertThat(document("endrpi").at("/components").has("securitySchemes")).isFalse();
    }

    @Test
    void theIndexListsAll() {
        Response index = ask("GET", "/asyncapi");
        assertThat(text(index)).contains("\"/asyncapi/valve.yaml\"", "\"/asyncapi/placeos.yaml\"");
        assertThat(new JsonMapper().readTree(index.body()).path("documents")).hasSameSizeAs(SERVICES.keySet());
    }

    @Test
    void saysWhatItDoesNotHave() {
        assertThat(ask("GET", "/asyncapi/telnet.yaml").status()).isEqualTo(404);
        assertThat(ask("GET", "/asyncapi/valve.xml").status()).isEqualTo(404);
        assertThat(ask("POST", "/asyncapi/valve.yaml").status()).isEqualTo(405);
    }

    private JsonNode document(String protocol) {
        Response response = ask("GET", "/asyncapi/" + protocol + ".yaml");
        assertThat(response.status()).isEqualTo(200);
        return new YAMLMapper().readTree(response.body());
    }

    private Response ask(String method, String path) {
        return Routes.ask(pages.routes(), Request.get(path).withMethod(method, new byte[0]));
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** Asks the route that a listener would ask. */
    static final class Routes {
        private Routes() {}

        static Response ask(List<HttpRoute> routes, Request request) {
            for (HttpRoute route : routes) {
                if (route.path().match(request.path()).isPresent()) {
                    Map<String, String> parts =
                            route.path().match(request.path()).orElseThrow();
                    return route.handle(request, parts).toCompletableFuture().join();
                }
            }
            throw new AssertionError("no route for " + request);
        }
    }
}
