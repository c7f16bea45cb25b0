package dev.sluice.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import dev.sluice.mqtt.BrokerConfig.Login;
import dev.sluice.mqtt.BrokerConfig.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;

/** Makes clients of the HiveMQ library: the only place, with the two dialects, that knows it. Any thread may call it. */
final class Hivemq implements Client.Factory {
    private static final int ONE_THREAD = 1;

    private final BrokerConfig config;
    private final Optional<Message> lastWill;

    /**
     * Makes clients of one broker.
     *
     * @param lastWill what the broker tells others when it loses us
     */
    Hivemq(BrokerConfig config, Optional<Message> lastWill) {
        this.config = config;
        this.lastWill = lastWill;
    }

    @Override
    public Client open(Client.Version version, Client.Listener listener) throws ConnectFailure {
        MqttClientBuilder builder = MqttClient.builder()
                .identifier(config.clientId())
                .executorConfig(MqttClientExecutorConfig.builder()
                        .nettyThreads(ONE_THREAD)
                        .build())
                .transportConfig(transport());
        Opening opening = new Opening(config, password(), lastWill);
        return new Connection(
                events -> {
                    MqttClientBuilder told =
                            builder.addDisconnectedListener(context -> events.lost(context.getCause()));
                    return switch (version) {
                        case V5 -> new Mqtt5(told, opening, events);
                        case V3_1_1 -> new Mqtt3(told, opening, events);
                    };
                },
                listener);
    }

    private MqttClientTransportConfig transport() throws ConnectFailure {
        MqttClientTransportConfigBuilder transport = MqttClientTransportConfig.builder()
                .serverHost(config.host())
                .serverPort(config.port())
                .socketConnectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        return config.trust() instanceof Trust.Off
                ? transport.build()
                : transport.sslConfig(tls()).build();
    }

    private Optional<ByteBuffer> password() throws ConnectFailure {
        Optional<Path> file = config.login().flatMap(Login::passwordFile);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            String line = Files.readString(file.get()).stripTrailing();
            return Optional.of(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new ConnectFailure("password-file cannot be read: " + e, false);
        }
    }

    private MqttClientSslConfig tls() throws ConnectFailure {
        if (!(config.trust() instanceof Trust.Authorities authorities)) {
            return MqttClientSslConfig.builder().build();
        }
        try (InputStream pem = Files.newInputStream(authorities.file())) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return MqttClientSslConfig.builder().trustManagerFactory(factory).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new ConnectFailure("ca cannot be read: " + e, false);
        }
    }

    /** What a failed attempt to connect means. */
    static ConnectFailure connectFailure(Throwable failure) {
        Throwable cause = unwrapped(failure);
        boolean versionRefused = cause instanceof Mqtt5ConnAckException refused
                && refused.getMqttMessage().getReasonCode() == Mqtt5ConnAckReasonCode.UNSUPPORTED_PROTOCOL_VERSION;
        return new ConnectFailure(describe(cause), versionRefused || cause instanceof ConnectionClosedException);
    }

    /** What happened, for people. */
    static String describe(Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof Mqtt5ConnAckException refused) {
            return "refused with " + refused.getMqttMessage().getReasonCode();
        }
        if (cause instanceof Mqtt3ConnAckException refused) {
            return "refused with " + refused.getMqttMessage().getReturnCode();
        }
        if (cause instanceof Mqtt5DisconnectException ended) {
            return "disconnected with " + ended.getMqttMessage();
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
