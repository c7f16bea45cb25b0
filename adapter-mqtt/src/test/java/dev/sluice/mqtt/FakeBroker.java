package dev.sluice.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A broker whose every word the test decides, without sockets and threads. */
final class FakeBroker implements Client.Factory {
    final List<Client.Version> attempts = new ArrayList<>();
    final List<String> subscribed = new ArrayList<>();
    final List<String> unsubscribed = new ArrayList<>();
    final List<String> published = new ArrayList<>();
    private final Queue<CompletableFuture<Void>> unacknowledged = new ArrayDeque<>();
    private Optional<ConnectFailure> refusal = Optional.empty();
    private boolean acknowledges = true;
    private boolean broken;
    private Optional<FakeClient> client = Optional.empty();

    @Override
    public Client open(Client.Version version, Client.Listener listener) {
        if (broken) {
            throw new IllegalStateException("the library says no");
        }
        attempts.add(version);
        return new FakeClient(listener);
    }

    void refuse(String reason) {
        refusal = Optional.of(new ConnectFailure(reason, false));
    }

    void refuse(ConnectFailure failure) {
        refusal = Optional.of(failure);
    }

    void breakDown() {
        broken = true;
    }

    void accept() {
        broken = false;
        refusal = Optional.empty();
    }

    void keepSilent() {
        acknowledges = false;
    }

    void speakAgain() {
        acknowledges = true;
        while (!unacknowledged.isEmpty()) { // an acknowledgement may bring the next message
            acknowledge();
        }
    }

    void acknowledge() {
        unacknowledged.remove().complete(null);
    }

    boolean isConnected() {
        return client.isPresent();
    }

    void lose(String reason) {
        FakeClient lost = client.orElseThrow();
        client = Optional.empty();
        unacknowledged.forEach(
                answer -> answer.completeExceptionally(new IllegalStateException("the connection is lost")));
        unacknowledged.clear();
        lost.listener.lost(reason);
    }

    void say(String topic, String payload) {
        say(topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    void say(String topic, byte[] payload) {
        client.orElseThrow().listener.message(new Message(topic, payload, false), () -> {});
    }

    /** Hands out a message that it had kept. */
    void keepOld(String topic, String payload) {
        client.orElseThrow().listener.message(Message.of(topic, payload, true), () -> {});
    }

    private final class FakeClient implements Client {
        private final Listener listener;

        FakeClient(Listener listener) {
            this.listener = listener;
        }

        @Override
        public CompletionStage<Void> connect() {
            if (refusal.isPresent()) {
                ConnectFailure failure = refusal.get();
                if (failure.perhapsVersion()) {
                    accept();
                }
                return CompletableFuture.failedFuture(failure);
            }
            client = Optional.of(this);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> subscribe(Collection<String> filters) {
            subscribed.addAll(filters);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> unsubscribe(Collection<String> filters) {
            unsubscribed.addAll(filters);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> publish(Message message) {
            published.add(message.topic()
                    + (message.retained() ? " = " : " < ")
                    + message.text().orElseThrow());
            CompletableFuture<Void> answer = new CompletableFuture<>();
            if (acknowledges) {
                answer.complete(null);
            } else {
                unacknowledged.add(answer);
            }
            return answer;
        }

        @Override
        public CompletionStage<Void> disconnect() {
            client = Optional.empty();
            return CompletableFuture.completedFuture(null);
        }
    }
}
