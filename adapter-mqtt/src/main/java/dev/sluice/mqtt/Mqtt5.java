package dev.sluice.mqtt;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.unsubscribe.Mqtt5Unsubscribe;
import dev.sluice.mqtt.BrokerConfig.Login;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** MQTT 5. Any thread may call it. */
final class Mqtt5 implements Dialect {
    private final Mqtt5AsyncClient client;
    private final Mqtt5Connect connect;

    Mqtt5(
            MqttClientBuilder builder,
            BrokerConfig config,
            Optional<ByteBuffer> password,
            Optional<Message> lastWill,
            Listener listener) {
        client = builder.useMqttVersion5()
                .addDisconnectedListener(context -> listener.lost(context.getCause()))
                .buildAsync();
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                publish -> listener.message(message(publish), publish::acknowledge),
                Runnable::run,
                true);
        connect = connect(config, password, lastWill);
    }

    private static Mqtt5Connect connect(
            BrokerConfig config, Optional<ByteBuffer> password, Optional<Message> lastWill) {
        Mqtt5ConnectBuilder connect = Mqtt5Connect.builder()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive((int) config.keepAlive().toSeconds())
                .restrictions()
                .receiveMaximum(config.inFlight())
                .applyRestrictions();
        if (config.login().isPresent()) {
            connect = connect.simpleAuth(simple(config.login().get(), password));
        }
        if (lastWill.isPresent()) {
            connect = connect.willPublish(outgoing(lastWill.get()));
        }
        return connect.build();
    }

    private static Mqtt5SimpleAuth simple(Login login, Optional<ByteBuffer> password) {
        var named = Mqtt5SimpleAuth.builder().username(login.user());
        return password.map(secret -> named.password(secret).build()).orElseGet(named::build);
    }

    private static Mqtt5Publish outgoing(Message message) {
        return Mqtt5Publish.builder()
                .topic(message.topic())
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(message.payload())
                .retain(message.retained())
                .build();
    }

    private static Message message(Mqtt5Publish publish) {
        return new Message(publish.getTopic().toString(), publish.getPayloadAsBytes(), publish.isRetain());
    }

    @Override
    public CompletableFuture<?> connect() {
        return client.connect(connect);
    }

    @Override
    public CompletableFuture<?> subscribe(Collection<String> filters) {
        return client.subscribe(Mqtt5Subscribe.builder()
                .addSubscriptions(filters.stream().map(filter -> Mqtt5Subscription.builder()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .noLocal(true)
                        .build()))
                .build());
    }

    @Override
    public CompletableFuture<?> unsubscribe(Collection<String> filters) {
        return client.unsubscribe(Mqtt5Unsubscribe.builder()
                .addTopicFilters(filters.stream().map(MqttTopicFilter::of))
                .build());
    }

    @Override
    public CompletableFuture<?> publish(Message message) {
        return client.publish(outgoing(message)).thenApply(result -> {
            result.getError().ifPresent(error -> {
                throw new IllegalStateException(Hivemq.describe(error));
            });
            return result;
        });
    }

    @Override
    public CompletableFuture<Void> disconnect() {
        return client.disconnect();
    }
}
