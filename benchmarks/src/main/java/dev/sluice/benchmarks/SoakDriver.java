package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What one kind of client does in one round: connect, talk, and go, some of them without a word. One thread each. */
@FunctionalInterface
interface SoakDriver {
    /** Does one round, with connections of that visit only. */
    void round(SoakVisit visit, int number) throws IOException, InterruptedException;

    /** Those that there are, by name. */
    static Map<String, SoakDriver> all(Server server) {
        return Map.of(
                "endrpi", (visit, number) -> endrpi(server, visit),
                "valve", (visit, number) -> valve(server, visit),
                "placeos", (visit, number) -> placeos(server, visit),
                "valtronics", (visit, number) -> valtronics(server, visit, number),
                "biometric", (visit, number) -> biometric(server, visit, number),
                "mischief", (visit, number) -> mischief(server, visit));
    }

    private static void endrpi(Server server, SoakVisit visit) throws IOException, InterruptedException {
        SoakClient client = visit.connect(server.endrpi());
        for (int i = 0; i < 20; i++) {
            client.send("{\"action\":\"READ_PIN_CONFIGURATIONS\",\"params\":{\"pins\":[\"GPIO17\",\"GPIO27\"]}}");
        }
        client.await(20);
        client.close();
    }

    private static void valve(Server server, SoakVisit visit) throws IOException, InterruptedException {
        List<SoakClient> listeners = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            listeners.add(visit.connect(server.valve()));
        }
        listeners.get(0).send("{\"event\":\"changeState\",\"data\":{\"siren\":true}}");
        listeners.get(0).send("{\"event\":\"changeState\",\"data\":{\"siren\":false}}");
        for (SoakClient listener : listeners) {
            listener.await(2);
        }
        listeners.get(0).close();
        listeners.subList(1, listeners.size()).forEach(SoakClient::abort);
    }

    private static void placeos(Server server, SoakVisit visit) throws IOException, InterruptedException {
        String display = "\"sys\":\"sys-1234\",\"mod\":\"Display\",\"index\":1";
        SoakClient panel = visit.connect(server.panels());
        panel.send("{\"id\":1,\"cmd\":\"bind\"," + display + ",\"name\":\"volume\"}");
        for (int i = 0; i < 20; i++) {
            panel.send(
                    "{\"id\":" + (2 + i) + ",\"cmd\":\"exec\"," + display + ",\"name\":\"echo\",\"args\":[" + i + "]}");
        }
        panel.await(22);
        panel.abort();
    }

    private static void valtronics(Server server, SoakVisit visit, int number)
            throws IOException, InterruptedException {
        TelemetryFilter filter =
                TelemetryFilter.all().get(number % TelemetryFilter.all().size());
        List<String> introduction = server.telemetry().introduction(filter);
        SoakClient client = visit.connect(server.telemetry().target(filter));
        for (String text : introduction) {
            client.send(text);
        }
        client.send("{\"type\":\"subscribe\",\"channel\":\"alerts\"}");
        for (int i = 0; i < 20; i++) {
            client.send("{\"type\":\"ping\"}");
        }
        client.await(introduction.size() + 20);
        client.close();
    }

    private static void biometric(Server server, SoakVisit visit, int number) throws IOException, InterruptedException {
        Developer developer = server.developer();
        String user = "soak-" + number % 50;
        SoakClient consumer = visit.connect(developer.target());
        consumer.send("{\"op\":3,\"d\":{\"token\":\"" + developer.consumerToken() + "\",\"type\":1}}");
        consumer.await(2); // what is dispatched before it is READY is not for it
        SoakClient producer = visit.connect(developer.target());
        producer.send("{\"op\":3,\"d\":{\"token\":\"" + developer.producerToken(user) + "\",\"type\":0}}");
        producer.await(2);
        for (int i = 0; i < 20; i++) {
            producer.send("{\"op\":6,\"t\":\"HEART_RATE\",\"d\":{\"val\":" + (60 + i) + "}}");
        }
        consumer.await(20);
        consumer.send("{\"op\":7,\"d\":{\"after\":0}}");
        producer.abort();
        consumer.close();
    }

    /** Clients that nobody wants: nonsense on every protocol, half a handshake, no handshake at all. */
    private static void mischief(Server server, SoakVisit visit) throws IOException, InterruptedException {
        for (Target target : List.of(
                server.endrpi(),
                server.valve(),
                server.panels(),
                server.developer().target())) {
            SoakClient client = visit.connect(target);
            client.send("]".repeat(50));
            client.abort();
        }
        Target target = server.endrpi();
        byte[] handshake = target.upgradeRequest();
        for (int length : new int[] {0, 10, handshake.length}) {
            try (Socket socket =
                    new Socket(target.address().getAddress(), target.address().getPort())) {
                socket.getOutputStream().write(handshake, 0, length);
                socket.getOutputStream().write("\u0000\u0001 nonsense\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }
}
