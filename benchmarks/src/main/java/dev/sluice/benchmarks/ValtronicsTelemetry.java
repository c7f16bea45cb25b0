package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Valtronics on Sluice: subscribers show a token and say what they want; readings come by HTTP, from devices that show tokens of
 * their own. The generator's thread.
 *
 * @param port of the server, on loopback
 * @param secret what the server signs tokens with
 */
record ValtronicsTelemetry(int port, byte[] secret) implements Telemetry {
    private static final Duration LIFETIME = Duration.ofHours(2);

    /** With the secret that the server has made at its start. */
    static ValtronicsTelemetry of(int port, Path data) throws IOException {
        return new ValtronicsTelemetry(
                port, Files.readString(data.resolve("token-secret")).strip().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Target target(TelemetryFilter filter) {
        return target();
    }

    /** Where any subscriber connects. */
    Target target() {
        return Target.of(port, "/ws");
    }

    @Override
    public List<String> introduction(TelemetryFilter filter) {
        return introduction(filter.subscription());
    }

    /** What a subscriber says, whatever it wants. */
    List<String> introduction(String subscription) {
        return List.of("{\"type\":\"auth\",\"token\":\"" + token("benchmark", "access") + "\"}", subscription);
    }

    @Override
    public int answers() {
        return 2;
    }

    @Override
    public Publisher publisher(ClientLoop loop) throws IOException {
        return new HttpPublisher();
    }

    private String token(String subject, String type) {
        String signed = base64("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(("{\"sub\":\"" + subject + "\",\"type\":\"" + type + "\",\"exp\":"
                                + Instant.now().plus(LIFETIME).getEpochSecond() + "}")
                        .getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is missing (every Java platform has it)", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** One connection that is kept. Answers are looked at before the next request: all must be 200. */
    private final class HttpPublisher implements Publisher {
        private static final int INPUT = 64 * 1024;

        private final SocketChannel channel;
        private final ByteBuffer input = ByteBuffer.allocate(INPUT);
        private final List<String> tokens = IntStream.range(0, TelemetryReading.DEVICES)
                .mapToObj(i -> token(Integer.toString(TelemetryReading.FIRST_DEVICE + i), "device"))
                .toList();

        HttpPublisher() throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
        }

        @Override
        public void publish(TelemetryReading reading) throws IOException {
            checkAnswers();
            ByteBuffer request = ByteBuffer.wrap(request(reading));
            channel.write(request);
            if (request.hasRemaining()) {
                throw new IOException("readings: the server does not take them (expected: one at a time)");
            }
        }

        private byte[] request(TelemetryReading reading) {
            String body = "{\"metric_name\":\"" + reading.metric() + "\",\"metric_value\":" + reading.value() + "}";
            return ("POST /api/v1/devices/" + reading.device() + "/telemetry HTTP/1.1\r\nHost: localhost:" + port
                            + "\r\nAuthorization: Bearer " + tokens.get((int) (reading.number() % tokens.size()))
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body)
                    .getBytes(StandardCharsets.US_ASCII);
        }

        /** Of what has come since the last time: it begins with an answer, since there is at most one under way. */
        private void checkAnswers() throws IOException {
            input.clear();
            int count = channel.read(input);
            if (count == 0) {
                return;
            }
            String answer = new String(input.array(), 0, Math.max(0, count), StandardCharsets.UTF_8);
            if (!answer.startsWith("HTTP/1.1 200 ")) {
                throw new ProtocolException("reading answered by '"
                        + answer.lines().findFirst().orElse("nothing") + "' (expected: HTTP/1.1 200)");
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
