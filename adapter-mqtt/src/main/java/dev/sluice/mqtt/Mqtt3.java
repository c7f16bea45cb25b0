package dev.sluice.mqtt;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import com.hivemq.client.mqtt.mqtt3.message.unsubscribe.Mqtt3Unsubscribe;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** MQTT 3.1.1 in the library's types for it, which have nothing in common with those for 5. Any thread may call it. */
final class Mqtt3 implements Dialect {
    private final Mqtt3AsyncClient client;
    private final Mqtt3Connect connect;

    Mqtt3(MqttClientBuilder builder, Opening opening, Listener listener) {
        client = builder.useMqttVersion3().buildAsync();
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                said -> listener.message(
                        new Message(said.getTopic().toString(), said.getPayloadAsBytes(), said.isRetain()),
                        said::acknowledge),
                Runnable::run,
                true);
        connect = Mqtt3Connect.builder()
                .cleanSession(true)
                .keepAlive(opening.keepAliveSeconds())
                .simpleAuth(opening.login((user, password) -> {
                    var login = Mqtt3SimpleAuth.builder().username(user);
                    return password.map(secret -> login.password(secret))
                            .orElse(login)
                            .build();
                }))
                .willPublish(opening.lastWill(Mqtt3::outgoing))
                .build();
    }

    private static Mqtt3Publish outgoing(Message message) {
        return Mqtt3Publish.builder()
                .topic(message.topic())
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(message.payload())
                .retain(message.retained())
                .build();
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
