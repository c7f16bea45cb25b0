package dev.sluice.mqtt;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import dev.sluice.mqtt.BrokerConfig.Login;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A connection that speaks MQTT 5. Any thread may call it. */
final class Mqtt5Connection implements Client {
    private final Mqtt5AsyncClient client;
    private final Mqtt5Connect connect;
    private final Pending pending = new Pending();
    private final Listener listener;
    private boolean established; // guarded by this
    private Optional<String> lost = Optional.empty(); // guarded by this

    Mqtt5Connection(
            MqttClientBuilder builder,
            BrokerConfig config,
            Optional<ByteBuffer> password,
            Optional<Message> lastWill,
            Listener listener) {
        this.listener = listener;
        client = builder.useMqttVersion5()
                .addDisconnectedListener(context -> lost(Hivemq.describe(context.getCause())))
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
    public CompletionStage<Void> connect() {
        return Attempt.of(client.connect(connect), this::established);
    }

    @Override
    public CompletionStage<Void> subscribe(Collection<String> filters) {
        if (filters.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Mqtt5Subscribe subscribe = Mqtt5Subscribe.builder()
                .addSubscriptions(filters.stream().map(filter -> Mqtt5Subscription.builder()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .noLocal(true)
                        .build()))
                .build();
        return pending.track(client.subscribe(subscribe));
    }

    @Override
    public CompletionStage<Void> publish(Message message) {
        return pending.track(client.publish(outgoing(message)).thenApply(result -> {
            result.getError().ifPresent(error -> {
                throw new IllegalStateException(Hivemq.describe(error));
            });
            return result;
        }));
    }

    @Override
    public CompletionStage<Void> disconnect() {
        return client.disconnect();
    }

    /** An attempt that failed is told by {@link #connect}, a connection that ended by the listener, however soon it ends. */
    private synchronized void established() {
        established = true;
        lost.ifPresent(listener::lost);
    }

    private synchronized void lost(String reason) {
        pending.fail();
        lost = Optional.of(reason);
        if (established) {
            listener.lost(reason);
        }
    }
}
