package dev.sluice.testkit;

import dev.sluice.device.Command;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.Outcome;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.SessionHandler;
import dev.sluice.protocol.Text;
import dev.sluice.protocol.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A session without a socket: what a test puts in, the handler gets at once; what the handler sends, the test takes. */
public final class FakeSession implements Session {
    private final DeviceBus bus;
    private final Scheduler scheduler;
    private final Principal principal;
    private final Limits limits;
    private final SessionHandler handler;
    private final Queue<Payload> sent = new ArrayDeque<>();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final List<Registration> registrations = new ArrayList<>();
    private final List<DeviceFilter> watching = new ArrayList<>();
    private final Queue<Runnable> stalled = new ArrayDeque<>();
    private boolean isStalled;
    private boolean answersPings = true;
    private boolean ended;
    private int calls;
    private int closeCode;
    private String closeReason = "";

    /** Opens a session for {@code handler}. */
    public FakeSession(DeviceBus bus, Scheduler scheduler, Principal principal, Limits limits, SessionHandler handler) {
        this.bus = bus;
        this.scheduler = scheduler;
        this.principal = principal;
        this.limits = limits;
        this.handler = handler;
        handler.onOpen(this);
    }

    /** The client sends a text. */
    public void receive(String text) {
        deliver(() -> handler.onText(Text.of(text)));
    }

    /** The client sends a binary message. */
    public void receiveBinary(int bytes) {
        deliver(() -> handler.onBinary(new Binary(new byte[bytes], 0, bytes)));
    }

    /** The client goes away. */
    public void disconnect(int code) {
        end();
        handler.onClose(code, "");
    }

    /** The oldest text sent that was not taken yet, or null. */
    public String take() {
        Payload payload = sent.poll();
        return payload == null ? null : payload.toString();
    }

    /** The oldest message sent that was not taken yet, the very object. */
    public Payload takePayload() {
        return sent.remove();
    }

    /** The close code the handler gave, 0 while it gave none. */
    public int closeCode() {
        return closeCode;
    }

    public String closeReason() {
        return closeReason;
    }

    @Override
    public String id() {
        return "test";
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public Instant now() {
        return scheduler.instant();
    }

    @Override
    public void send(Payload payload) {
        if (!ended) {
            sent.add(payload);
        }
    }

    @Override
    public Watch watch(DeviceFilter filter, Consumer<Published> listener) {
        if (!ended) {
            watching.add(filter);
        }
        Registration subscription = keep(bus.subscribe(filter, published -> {
            if (!ended) {
                listener.accept(published);
            }
        }));
        return new Watch() {
            private boolean closed;

            @Override
            public Watch follow(DeviceFilter next) {
                Watch following = watch(next, listener);
                close();
                return following;
            }

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    watching.remove(filter);
                    subscription.close();
                }
            }
        };
    }

    /** What it watches now. */
    public List<DeviceFilter> watching() {
        return List.copyOf(watching);
    }

    @Override
    public <T> Consumer<List<T>> feed(Consumer<? super T> listener) {
        return batch -> batch.forEach(item -> {
            if (!ended) {
                listener.accept(item);
            }
        });
    }

    @Override
    public void whenWritable(Runnable task) {
        if (isStalled) {
            stalled.add(task);
        } else if (!ended) {
            task.run();
        }
    }

    /** The client stops to read, or reads again. */
    public void stall(boolean stall) {
        isStalled = stall;
        while (!isStalled && !stalled.isEmpty()) {
            whenWritable(stalled.remove());
        }
    }

    @Override
    public void execute(Runnable task) {
        if (!ended) {
            task.run();
        }
    }

    @Override
    public void probe(Duration patience, Consumer<Boolean> then) {
        if (answersPings) {
            then.accept(true);
        } else {
            after(patience, () -> then.accept(false));
        }
    }

    /** From now on the client's network is gone, and nobody has noticed. */
    public void vanish() {
        answersPings = false;
    }

    @Override
    public <T> void await(CompletionStage<T> stage, BiConsumer<? super T, ? super Throwable> then) {
        calls++;
        stage.whenComplete((value, failure) -> {
            calls--;
            if (!ended) {
                then.accept(value, failure);
                deliverWaiting();
            }
        });
    }

    @Override
    public void call(Command command, Consumer<Outcome> then) {
        await(bus.invoke(command), (outcome, failure) -> then.accept(outcome));
    }

    @Override
    public Registration after(Duration delay, Runnable task) {
        return keep(scheduler.after(delay, task));
    }

    @Override
    public void close(int code, String reason) {
        if (!ended) {
            closeCode = code;
            closeReason = reason;
            end();
            handler.onClose(code, reason);
        }
    }

    private void deliver(Runnable message) {
        waiting.add(message);
        deliverWaiting();
    }

    private void deliverWaiting() {
        while (!ended && calls < limits.callsInFlight() && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private Registration keep(Registration registration) {
        registrations.add(registration);
        return registration;
    }

    private void end() {
        ended = true;
        registrations.forEach(Registration::close);
    }
}
