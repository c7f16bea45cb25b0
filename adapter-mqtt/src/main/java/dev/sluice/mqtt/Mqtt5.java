package dev.sluice.mqtt;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.unsubscribe.Mqtt5Unsubscribe;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** MQTT 5 in the library's types for it, which have nothing in common with those for 3.1.1. Any thread may call it. */
final class Mqtt5 implements Dialect {
    private final Mqtt5AsyncClient client;
    private final Mqtt5Connect connect;

    Mqtt5(MqttClientBuilder builder, Opening opening, Listener listener) {
        client = builder.useMqttVersion5().buildAsync();
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                said -> listener.message(
                        new Message(said.getTopic().toString(), said.getPayloadAsBytes(), said.isRetain()),
                        said::acknowledge),
                Runnable::run,
                true);
        connect = Mqtt5Connect.builder()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive(opening.keepAliveSeconds())
                .restrictions()
                .receiveMaximum(opening.inFlight())
                .applyRestrictions()
                .simpleAuth(opening.login((user, password) -> {
                    var login = Mqtt5SimpleAuth.builder().username(user);
                    return password.map(secret -> login.password(secret))
                            .orElse(login)
                            .build();
                }))
                .willPublish(opening.lastWill(Mqtt5::outgoing))
                .build();
    }

    private static Mqtt5Publish outgoing(Message message) {
        return Mqtt5Publish.builder()
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
