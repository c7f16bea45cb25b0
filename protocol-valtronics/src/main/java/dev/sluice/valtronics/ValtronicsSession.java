package dev.sluice.valtronics;

import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.SessionHandler;
import dev.sluice.protocol.Text;
import dev.sluice.valtronics.ValtronicsConfig.MessageLimits;
import dev.sluice.valtronics.ValtronicsMessage.Auth;
import dev.sluice.valtronics.ValtronicsMessage.Batch;
import dev.sluice.valtronics.ValtronicsMessage.ErrorCode;
import dev.sluice.valtronics.ValtronicsMessage.Ping;
import dev.sluice.valtronics.ValtronicsMessage.Refusal;
import dev.sluice.valtronics.ValtronicsMessage.Subscribe;
import dev.sluice.valtronics.ValtronicsMessage.Unsubscribe;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** One client. Called on the connection's event loop. */
final class ValtronicsSession implements SessionHandler {
    private static final int POLICY = 1008;
    private static final Refusal NOT_AUTHENTICATED =
            new Refusal(ErrorCode.NOT_AUTHENTICATED, "found no valid token (expected: auth first)");

    private final Facilities facilities;
    private final Authenticator authenticator;
    private final MessageLimits limits;
    private final MessageRate rate;

    private Session session;
    private Traffic.Connection traffic;
    private Outlet outlet;
    private Access access;
    private Subscriptions subscriptions;

    /** Subscribed to on behalf of a client of a specialised endpoint, until the client says something about it itself. */
    private Optional<Channel> automatic;

    private boolean ended;

    /**
     * A session.
     *
     * @param authenticator for the client's address
     * @param channel what the endpoint is specialised in, if anything
     */
    @SuppressWarnings("NullAway.Init") // the rest comes with onOpen, which is called before anything else
    ValtronicsSession(Facilities facilities, Authenticator authenticator, Optional<Channel> channel) {
        this.facilities = facilities;
        this.authenticator = authenticator;
        this.limits = facilities.config().messages();
        this.rate = new MessageRate(limits.perSecond());
        this.automatic = channel;
    }

    @Override
    public void onOpen(Session opened) {
        session = opened;
        traffic = facilities.traffic().open(session);
        outlet = new Outlet(session, traffic, facilities.config().transport().mailboxEvents());
        access = new Access(
                session, authenticator, facilities.config().auth(), facilities.users(), outlet);
        subscriptions = new Subscriptions(session, outlet, facilities.news(), facilities.monitor());
    }

    // ---- messages in

    @Override
    public void onText(Text text) {
        if (!isInTime(text.length())) {
            return;
        }
        if (text.length() > limits.bytes()) {
            refuse(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "found " + text.length() + " bytes (expected: at most " + limits.bytes() + ")",
                    text.length());
            return;
        }
        ValtronicsMessage message = ValtronicsCodec.read(text, limits.batchItems());
        traffic.received(message.type(), message.channel(), text.length());
        List<ValtronicsMessage> messages = message instanceof Batch batch ? batch.messages() : List.of(message);
        carryOut(messages.iterator());
    }

    @Override
    public void onBinary(Binary message) {
        if (isInTime(message.length())) {
            refuse(ErrorCode.UNSUPPORTED_DATA, "found a binary message (expected: text)", message.length());
        }
    }

    private void refuse(ErrorCode code, String message, int bytes) {
        traffic.received("invalid", Optional.empty(), bytes);
        answer(new Refusal(code, message));
    }

    /** Whether a message does not come too fast after those before it. */
    private boolean isInTime(int bytes) {
        MessageRate.Verdict verdict = rate.next(session.now());
        if (verdict == MessageRate.Verdict.TAKE) {
            return true;
        }
        String limit = limits.perSecond() + " messages a second";
        if (verdict == MessageRate.Verdict.REFUSE) {
            refuse(
                    ErrorCode.RATE_LIMIT_EXCEEDED,
                    "rate limit: more than " + limit + "; what comes until the second is over is dropped",
                    bytes);
        } else if (verdict == MessageRate.Verdict.CLOSE) {
            close("more than " + limit + " for too long");
        }
        return false;
    }

    /** One after another: what follows a token waits until that has been checked. */
    private void carryOut(Iterator<ValtronicsMessage> messages) {
        while (messages.hasNext() && !ended) {
            ValtronicsMessage message = messages.next();
            if (message instanceof Auth auth) {
                authenticate(auth, messages);
                return;
            }
            carryOut(message);
        }
    }

    private void authenticate(Auth auth, Iterator<ValtronicsMessage> rest) {
        boolean first = !access.isGranted();
        access.show(auth, () -> {
            if (first && access.isGranted()) {
                automatic.map(Subscription::all).ifPresent(subscriptions::add);
            }
            carryOut(rest);
        });
    }

    private void carryOut(ValtronicsMessage message) {
        if (message instanceof Ping) {
            outlet.answer("pong", Optional.empty(), ValtronicsCodec.pong(session.now()));
        } else if (message instanceof Refusal refusal) {
            answer(refusal);
        } else if (!access.isGranted()) {
            answer(NOT_AUTHENTICATED);
        } else if (message instanceof Subscribe subscribe) {
            subscribe(subscribe.subscription());
        } else if (message instanceof Unsubscribe unsubscribe) {
            unsubscribe(unsubscribe);
        }
    }

    private void subscribe(Subscription subscription) {
        Channel channel = subscription.channel();
        if (!subscriptions.hasRoomFor(subscription, limits.subscriptions())) {
            answer(new Refusal(
                    ErrorCode.TOO_MANY_SUBSCRIPTIONS,
                    "found one more (expected: at most " + limits.subscriptions() + " on one connection)"));
            return;
        }
        endAutomatic(channel);
        outlet.answer(
                "subscription_confirmed",
                Optional.of(channel),
                ValtronicsCodec.subscribed(subscription, session.now()));
        subscriptions.add(subscription);
    }

    private void unsubscribe(Unsubscribe unsubscribe) {
        endAutomatic(unsubscribe.from());
        subscriptions.remove(unsubscribe);
        outlet.answer(
                "unsubscription_confirmed",
                Optional.of(unsubscribe.from()),
                ValtronicsCodec.unsubscribed(unsubscribe, session.now()));
    }

    private void endAutomatic(Channel channel) {
        if (automatic.equals(Optional.of(channel))) {
            automatic = Optional.empty();
            subscriptions.remove(new Unsubscribe(channel, Choice.any()));
        }
    }

    private void answer(Refusal refusal) {
        outlet.answer("error", Optional.empty(), ValtronicsCodec.error(refusal, session.now()));
    }

    // ---- the end

    private void close(String reason) {
        session.close(POLICY, reason);
    }

    @Override
    public void onClose(int code, String reason) {
        ended = true;
        subscriptions.close();
        access.close();
        traffic.close();
    }
}
