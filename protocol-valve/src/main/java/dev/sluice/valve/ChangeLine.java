package dev.sluice.valve;

import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.protocol.Session;
import dev.sluice.valve.ValveDevice.Action;
import dev.sluice.valve.ValveMessage.ChangeState;
import dev.sluice.valve.ValveMessage.Refusal;
import dev.sluice.valve.ValveMessage.Request;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One client's changes, one after another, each command of each change as well. An error does not say which request it
 * answers, so errors queue here too: clients can tell by the order. A request that waits is a call under way, so when as many
 * wait as the session's limits allow, the transport reads no more of them. Used on the session's thread.
 */
final class ChangeLine {
    static final int SERVICE_RESTART = 1012;
    static final String RESTART_REASON = "device restarts";

    private final Session session;
    private final DeviceId id;
    private final Supplier<Optional<Device>> device;
    private final StateFeed states;
    private final boolean echo;
    private final Queue<CompletableFuture<Boolean>> turns = new ArrayDeque<>();
    private boolean busy;
    private boolean restarting;

    ChangeLine(Session session, DeviceId id, Supplier<Optional<Device>> device, StateFeed states, boolean echo) {
        this.session = session;
        this.id = id;
        this.device = device;
        this.states = states;
        this.echo = echo;
    }

    /** Carries out or answers a request when those before it are done. */
    void add(Request request) {
        if (!busy) {
            busy = true;
            begin(request);
            return;
        }
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        turns.add(turn);
        session.await(turn, (itIs, failure) -> begin(request));
    }

    private void begin(Request request) {
        if (request instanceof ChangeState change) {
            unavailable()
                    .ifPresentOrElse(
                            this::finish,
                            () -> carryOut(change, ValveDevice.actions(change).iterator(), states.told()));
        } else if (request instanceof Refusal refusal) {
            finish(refusal);
        }
    }

    private void carryOut(ChangeState change, Iterator<Action> actions, long toldBefore) {
        if (!actions.hasNext()) {
            confirm(change, toldBefore);
            finish();
            return;
        }
        Action action = actions.next();
        Command command = new Command(
                id,
                action.name(),
                action.arguments(),
                "valve " + session.principal().name());
        session.call(command, outcome -> {
            if (outcome instanceof Outcome.Refused refused) {
                finish(refusal(refused));
            } else {
                carryOut(change, actions, toldBefore);
            }
        });
    }

    /** A change that changed nothing is answered with the state; if it did change something, everybody has heard of it. */
    private void confirm(ChangeState change, long toldBefore) {
        if (states.told() == toldBefore) {
            device.get().ifPresent(states::tell);
        }
        if (echo) {
            session.send(ValveCodec.changeState(change));
        }
    }

    private void finish(Refusal refusal) {
        session.send(ValveCodec.error(refusal));
        finish();
    }

    private void finish() {
        CompletableFuture<Boolean> next = turns.poll();
        if (restarting) {
            session.close(SERVICE_RESTART, RESTART_REASON);
        } else if (next == null) {
            busy = false;
        } else {
            next.complete(true);
        }
    }

    /** Ends the session as soon as the change under way has its answer. */
    void restart() {
        restarting = true;
        if (!busy) {
            session.close(SERVICE_RESTART, RESTART_REASON);
        }
    }

    private Optional<Refusal> unavailable() {
        Optional<Device> valve = device.get();
        if (valve.isEmpty()) {
            return Optional.of(noDevice(id));
        }
        return ValveDevice.isLinked(valve.get())
                ? Optional.empty()
                : Optional.of(Refusal.unavailable("radio of '" + id + "' is disconnected (expected: connected)"));
    }

    /** What is answered while there is no such valve on the bus. */
    static Refusal noDevice(DeviceId id) {
        return Refusal.unavailable("'" + id + "' is not connected to the gateway");
    }

    private static Refusal refusal(Outcome.Refused refused) {
        return switch (refused.reason()) {
            case NO_SUCH_DEVICE, UNAVAILABLE -> Refusal.unavailable(refused.detail());
            case UNSUPPORTED, INVALID, BUSY, TIMEOUT, FAILED -> Refusal.serverError(refused.detail());
        };
    }
}
