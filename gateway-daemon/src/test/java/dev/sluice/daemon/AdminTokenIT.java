package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.WsClient;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The admin listener where it asks for a token. */
class AdminTokenIT extends GatewayWithAdmin {
    private static final String TOKEN = "0123456789-secret";

    @Override
    Map<String, String> settings() {
        return Map.of("SLUICE_ADMIN_ADDRESS", "0.0.0.0", "SLUICE_ADMIN_TOKEN_SHA256", KeyHash.of(TOKEN));
    }

    @Test
    void doesNotStartOpenToEverybody() {
        GatewayConfig config = GatewayConfig.read(Optional.empty(), Map.of("SLUICE_ADMIN_ADDRESS", "0.0.0.0"));
        assertThat(config.problems())
                .singleElement()
                .asString()
                .contains("'0.0.0.0'", "token-sha256", "a loopback address");
    }

    @Test
    void tellsStrangersWhetherItIsReadyButNotWhy() throws Exception {
        assertThat(get("/healthz", "").statusCode()).isEqualTo(200);
        assertThat(get("/readyz", "").body()).isEqualTo("{\"ready\":true}");
        assertThat(get("/readyz", TOKEN).body()).contains("\"part\":\"journal\"");
    }

    @Test
    void showsNothingElseWithoutTheToken() throws Exception {
        for (String path :
                new String[] {"/metrics", "/api/info", "/api/devices", "/api/devices/valve-1", "/api/sessions"}) {
            assertThat(get(path, "").statusCode()).as(path).isEqualTo(401);
            assertThat(get(path, "wrong").statusCode()).as(path).isEqualTo(401);
            assertThat(get(path, TOKEN).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(get("/api/sessions/1/frames", "").statusCode()).isEqualTo(401);
        assertThat(get("/api/sessions/1/frames", TOKEN).statusCode()).isEqualTo(404);
        assertThat(WsClient.refusal(http, socket("/api/events"), Map.of())).isEqualTo(401);
    }

    @Test
    void letsABrowserTradeTheTokenForATicket() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(admin("/auth/ticket"))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String ticket =
                JsonMapper.shared().readTree(answer.body()).path("ticket").stringValue();
        try (WsClient client = WsClient.connect(http, socket("/api/events?ticket=" + ticket), Map.of())) {
            assertThat(client.next("\"event\":\"reading\"")).contains("\"device\":");
        }
    }

    private HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(admin(path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
