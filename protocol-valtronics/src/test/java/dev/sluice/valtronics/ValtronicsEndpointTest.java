package dev.sluice.valtronics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.testkit.Stage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ValtronicsEndpointTest {
    private final Stage stage = Sensors.stage();

    @Test
    void admitsTenConnectionsAMinuteFromAnAddressAndSaysWhenToComeAgain() {
        for (int i = 0; i < 10; i++) {
            assertThat(refusal(stage, from("192.0.2.1"))).isEmpty();
            stage.scheduler().advance(Duration.ofSeconds(1));
        }
        assertThat(refusal(stage, from("192.0.2.1"))).hasValueSatisfying(response -> {
            assertThat(response.status()).isEqualTo(429);
            assertThat(response.headers().first("Retry-After")).contains("50");
        });
        assertThat(refusal(stage, from("192.0.2.2"))).isEmpty();
        stage.scheduler().advance(Duration.ofSeconds(50));
        assertThat(refusal(stage, from("192.0.2.1"))).isEmpty();
        assertThat(refusal(stage, from("192.0.2.1"))).isPresent();
    }

    @Test
    void countsTheConnectionsOfAnIpv6NetworkTogether() {
        for (int i = 0; i < 10; i++) {
            assertThat(refusal(stage, from("2001:db8::" + i))).isEmpty();
        }
        assertThat(refusal(stage, from("2001:db8::77"))).isPresent();
        assertThat(refusal(stage, from("2001:db8:0:1::77"))).isEmpty();
    }

    @Test
    void exemptsLoopbackUnlessToldOtherwise() {
        Stage strict = Sensors.stage("limits: {connects-per-minute: 1, connects-exempt: []}");
        for (int i = 0; i < 100; i++) {
            assertThat(refusal(stage, Sensors.HANDSHAKE)).isEmpty();
            assertThat(refusal(strict, Sensors.HANDSHAKE).isPresent()).isEqualTo(i > 0);
        }
    }

    @Test
    void saysWhichPagesMayConnectBesides() {
        Stage picky = Sensors.stage("origins: [http://localhost:3000]");
        assertThat(picky.endpoint(Sensors.HANDSHAKE).origins()).containsExactly("http://localhost:3000");
    }

    @Test
    void hasTheDocumentedLimitsAndLeavesRoomToAnswerWhatIsBeyondThem() {
        ValtronicsConfig config = ValtronicsConfig.read(Config.empty(Map.of()));
        assertThat(config.messages()).isEqualTo(new ValtronicsConfig.MessageLimits(1024, 100, 50, 100));
        assertThat(config.connectionsPerUser()).isEqualTo(100);
        assertThat(config.connectsPerMinute()).isEqualTo(10);
        assertThat(config.transport().connections()).isEqualTo(1000);
        assertThat(config.transport().messageBytes()).isEqualTo(8192);
        assertThat(config.transport().messagesPerSecond()).isEqualTo(2000);
        assertThat(config.transport().callsInFlight()).isEqualTo(1);
    }

    @Test
    void tellsEverythingThatIsWrongWithTheNumbersOfDevices() {
        Config config = Config.parse("test.yaml", """
                devices:
                  valve-1: 7
                  valve-2: 7
                  valve-3: none
                  valve/4: 8
                """, Path.of(""), Map.of());
        ValtronicsConfig.read(config);
        assertThat(Stream.of(config.problems().toArray()).map(Object::toString))
                .contains(
                        "test.yaml:3: devices.valve-2: found '7' a second time (expected: a number of its own for each device)",
                        "test.yaml:5: devices.valve/4: found this name (expected: the id of a device)");
    }

    private static Optional<Response> refusal(Stage stage, Request handshake) {
        Admission admission = stage.endpoint(handshake).admit(handshake, Principal.ANONYMOUS);
        return admission instanceof Admission.Refused refused ? Optional.of(refused.response()) : Optional.empty();
    }

    private static Request from(String address) {
        try {
            return Sensors.HANDSHAKE.withRemote(new InetSocketAddress(InetAddress.getByName(address), 1));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
