package dev.sluice.mqtt;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import com.hivemq.client.mqtt.mqtt3.message.unsubscribe.Mqtt3Unsubscribe;
import dev.sluice.mqtt.BrokerConfig.Login;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** MQTT 3.1.1. Any thread may call it. */
final class Mqtt3 implements Dialect {
    private final Mqtt3AsyncClient client;
    private final Mqtt3Connect connect;

    Mqtt3(
            MqttClientBuilder builder,
            BrokerConfig config,
            Optional<ByteBuffer> password,
            Optional<Message> lastWill,
            Listener listener) {
        client = builder.useMqttVersion3()
                .addDisconnectedListener(context -> listener.lost(context.getCause()))
                .buildAsync();
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                publish -> listener.message(message(publish), publish::acknowledge),
                Runnable::run,
                true);
        connect = connect(config, password, lastWill);
    }

    private static Mqtt3Connect connect(
            BrokerConfig config, Optional<ByteBuffer> password, Optional<Message> lastWill) {
        Mqtt3ConnectBuilder connect = Mqtt3Connect.builder().cleanSession(true).keepAlive((int)
                config.keepAlive().toSeconds());
        if (config.login().isPresent()) {
            connect = connect.simpleAuth(simple(config.login().get(), password));
        }
        if (lastWill.isPresent()) {
            connect = connect.willPublish(outgoing(lastWill.get()));
        }
        return connect.build();
    }

    private static Mqtt3SimpleAuth simple(Login login, Optional<ByteBuffer> password) {
        var named = Mqtt3SimpleAuth.builder().username(login.user());
        return password.map(secret -> named.password(secret).build()).orElseGet(named::build);
    }

    private static Mqtt3Publish outgoing(Message message) {
        return Mqtt3Publish.builder()
                .topic(message.topic())
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(message.payload())
                .retain(message.retained())
                .build();
    }

    private static Message message(Mqtt3Publish publish) {
        return new Message(publish.getTopic().toString(), publish.getPayloadAsBytes(), publish.isRetain());
    }

    @Override
    public CompletableFuture<?> connect() {
        return client.connect(connect);
    }

    @Override
    public CompletableFuture<?> subscribe(Collection<String> filters) {
        return client.subscribe(Mqtt3Subscribe.builder()
                .addSubscriptions(filters.stream().map(filter -> Mqtt3Subscription.builder()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .build()))
                .build());
    }

    @Override
    public CompletableFuture<?> unsubscribe(Collection<String> filters) {
        return client.unsubscribe(Mqtt3Unsubscribe.builder()
                .addTopicFilters(filters.stream().map(MqttTopicFilter::of))
                .build());
    }

    @Override
    public CompletableFuture<?> publish(Message message) {
        return client.publish(outgoing(message));
    }

    @Override
    public CompletableFuture<Void> disconnect() {
        return client.disconnect();
    }
}
