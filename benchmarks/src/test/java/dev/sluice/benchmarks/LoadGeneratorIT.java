package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generator and baseline together: what is counted, never how fast. */
final class LoadGeneratorIT {
    private static final Duration TIME = Duration.ofMillis(200);

    @TempDir
    private static Path directory;

    private final BaselineServer server;
    private final Target endrpi;
    private final Target valve;
    private final Target panels;
    private final LoadGenerator generator = new LoadGenerator(ProcessFigures.own(), Duration.ofMillis(50), TIME);

    LoadGeneratorIT() throws IOException, InterruptedException {
        server = BaselineServer.start(0, 0, BaselineTls.keyStore(directory));
        endrpi = Target.of(server.port(), "/endrpi");
        valve = Target.of(server.port(), "/valve");
        panels = Target.of(server.port(), Server.PANELS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void countsRepliesOfAClosedLoop() throws IOException {
        assertPlausible(generator.closedLoop(Scenario.readPins(endrpi), 4, 3));
    }

    @Test
    void countsRepliesOverTls() throws IOException {
        assertPlausible(generator.closedLoop(Scenario.readPins(endrpi.secured(server.tlsPort())), 4, 3));
    }

    @Test
    void findsTlsRecordsThatAReadCutsApart() throws IOException {
        LoadGenerator patient = new LoadGenerator(generator.server(), Duration.ZERO, Duration.ofSeconds(3));
        assertPlausible(patient.closedLoop(Scenario.readPins(endrpi.secured(server.tlsPort())), 2, 200));
    }

    @Test
    void sendsNothingInAnOpenLoopBeforeItIsDue() throws IOException {
        long begin = System.nanoTime();
        Sample sample = generator.openLoop(Scenario.readPins(endrpi), 4, 200);
        assertPlausible(sample);
        assertThat(sample.messages()).isLessThanOrEqualTo(1 + (System.nanoTime() - begin) * 200 / 1_000_000_000);
    }

    @Test
    void countsEachDeliveryOfAFanOut() throws IOException {
        Sample sample = generator.fanOut(Scenario.toggleSiren(valve), 10);
        assertPlausible(sample);
        assertThat(sample.messages() % 10).isZero();
    }

    @Test
    void countsEachDeliveryOfABurst() throws IOException {
        Sample sirens = generator.fanOut(new BaselineFanOuts(server.port()).siren(8), 10);
        assertPlausible(sirens);
        assertThat(sirens.messages() % (10 * 8)).isZero();
        Sample volumes = generator.fanOut(new BaselineFanOuts(server.port()).volume(32), 10);
        assertPlausible(volumes);
        assertThat(volumes.messages() % (10 * 32)).isZero();
    }

    @Test
    void countsCompressedDeliveries() throws IOException {
        Sample sample = generator.fanOut(new BaselineFanOuts(server.port()).camera(8, true), 10);
        assertPlausible(sample);
        assertThat(sample.messages() % (10 * 8)).isZero();
        assertPlausible(generator.fanOut(new BaselineFanOuts(server.port()).camera(1, false), 10));
    }

    @Test
    void looksAtWhatACompressedDeliverySays() {
        FanOut right = new BaselineFanOuts(server.port()).camera(1, true);
        FanOut.Change one = right.changes().get(0);
        FanOut.Change other = right.changes().get(1);
        FanOut swapped = FanOut.single(
                right.target(),
                List.of(
                        new FanOut.Change(one.request(), other.delivery()),
                        new FanOut.Change(other.request(), one.delivery())));
        assertThatThrownBy(() -> generator.fanOut(swapped, 1))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("connection 0: message '{\"type\":\"telemetry_update\"")
                .hasMessageEndingWith("(expected: each change once, in order)");
    }

    @Test
    void endsTheLoadWhenADeliveryIsNotTheNextOne() {
        FanOut.Change on = Panels.sirens().get(0);
        FanOut.Change off = Panels.sirens().get(1);
        FanOut swapped = FanOut.single(
                valve,
                List.of(
                        new FanOut.Change(on.request(), off.delivery()),
                        new FanOut.Change(off.request(), on.delivery())));
        assertThatThrownBy(() -> generator.fanOut(swapped, 1))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("connection 0: message '" + off.delivery() + "' (expected: each change once, in order)");
    }

    @Test
    void countsRepliesToPanels() throws IOException {
        assertPlausible(generator.closedLoop(Panels.echo(panels), 4, 3));
    }

    @Test
    void countsWhatPanelsAreToldOfEveryChange() throws IOException {
        Sample sample = generator.notifications(panels, 10, 100);
        assertPlausible(sample);
        assertThat(sample.messages()).isEqualTo(10 * 20); // in the measured 200 ms
    }

    @Test
    void countsEachDeliveryOfTelemetryThatPassesAFilter() throws IOException {
        Sample sample = TelemetryLoad.run(BaselineTelemetry.of(server.port()), 20, 200, generator);
        assertPlausible(sample);
        // Of the 40 readings from the 11th on, two subscribers for each filter.
        long passed = IntStream.range(10, 50)
                .mapToObj(TelemetryReading::new)
                .flatMap(reading -> TelemetryFilter.all().stream().filter(filter -> filter.accepts(reading)))
                .count();
        assertThat(sample.messages()).isEqualTo(2 * passed);
    }

    @Test
    void countsHandshakes() throws IOException {
        assertPlausible(generator.churn(endrpi, 4));
    }

    @Test
    void findsFramesThatAReadCutsApart() throws IOException {
        // The replies to a thousand requests come in pieces that do not end where a frame ends; they take their time.
        LoadGenerator patient = new LoadGenerator(generator.server(), Duration.ZERO, Duration.ofSeconds(3));
        assertPlausible(patient.closedLoop(Scenario.readPins(endrpi), 2, 1000));
    }

    @Test
    void saysWhatTheServerAnsweredInsteadOfTheUpgrade() {
        Exchange nowhere = Scenario.readPins(Target.of(server.port(), "/nowhere"));
        assertThatThrownBy(() -> generator.closedLoop(nowhere, 1, 1))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("connection 0: handshake answered by 'HTTP/1.1 400 Bad Request'"
                        + " (expected: HTTP/1.1 101 and the accept key that belongs to the request)");
    }

    @Test
    void endsTheLoadWhenTheReplyIsAnother() {
        Exchange exchange = Scenario.readPins(endrpi);
        Exchange other = new Exchange(endrpi, exchange.request(), "\"success\":false");
        assertThatThrownBy(() -> generator.closedLoop(other, 1, 1))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("connection 0: message '" + exchange.reply()
                        + "' (expected: one reply to each request, with '\"success\":false')");
    }

    @Test
    void endsTheLoadWhenTheServerEndsAConnection() {
        Exchange refused = new Exchange(endrpi, "{}", "x");
        assertThatThrownBy(() -> generator.closedLoop(refused, 1, 1))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("connection 0: ended by the server (expected: to stay open)");
    }

    @Test
    void opensNoMoreConnectionsThanItsBound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generator.churn(endrpi, 19_001))
                .withMessage("connections: 19001 (expected: 1..19000)");
    }

    @Test
    void loadsNoLongerThanItsBound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoadGenerator(ProcessFigures.own(), Duration.ofMinutes(11), TIME))
                .withMessage("warm-up: PT11M (expected: PT0S..PT10M)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoadGenerator(ProcessFigures.own(), TIME, Duration.ofSeconds(-1)))
                .withMessage("time: PT-1S (expected: PT0S..PT10M)");
    }

    private static void assertPlausible(Sample sample) {
        assertThat(sample.messages()).isPositive();
        assertThat(sample.time()).isGreaterThanOrEqualTo(TIME);
        assertThat(sample.median()).isPositive().isLessThanOrEqualTo(sample.slow());
        assertThat(sample.serverCpu()).isGreaterThanOrEqualTo(Duration.ZERO);
    }
}
