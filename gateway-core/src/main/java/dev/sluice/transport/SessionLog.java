package dev.sluice.transport;

import dev.sluice.protocol.Request;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the log says of the sessions of one event loop: one line an event, with the session's id, protocol, principal and
 * address as fields of their own. Never a payload, and nothing that a peer may choose freely. Bounded: see {@link LogBudget}.
 */
final class SessionLog {
    private static final Logger log = LoggerFactory.getLogger("dev.sluice.session");

    /** Opening and closing at INFO has to be affordable: a few lines a second tell all that a person can read. */
    private static final int COMINGS_AND_GOINGS = 50;

    private static final int REFUSALS = 20;
    private static final int NOTES = 50;
    private static final int FAILURES = 10;

    private final LogBudget comings = new LogBudget(COMINGS_AND_GOINGS);
    private final LogBudget refusals = new LogBudget(REFUSALS);
    private final LogBudget notes = new LogBudget(NOTES);
    private final LogBudget failures = new LogBudget(FAILURES);

    void opened(ChannelSession session) {
        if (log.isInfoEnabled() && comings.take()) {
            line(log.atInfo(), session, "opened");
        }
    }

    /** @param reason ours; empty if the peer closed */
    void closed(ChannelSession session, int code, String reason) {
        if (log.isInfoEnabled() && comings.take()) {
            LoggingEventBuilder event = log.atInfo().addKeyValue("code", code);
            String gist = gist(reason);
            line(event, session, gist.isEmpty() ? "closed: " + code : "closed: " + code + " " + gist);
        }
    }

    /** What is in front of the first colon or quote: behind them, reasons repeat what the peer has sent. */
    static String gist(String reason) {
        return reason.split("[:'\"]", 2)[0].trim();
    }

    /** Something that a person may want to know of, and that does not come from one of us. */
    void note(ChannelSession session, String what) {
        if (log.isInfoEnabled() && notes.take()) {
            line(log.atInfo(), session, what);
        }
    }

    void failed(ChannelSession session, Throwable cause) {
        if (failures.take()) {
            line(log.atError().setCause(cause), session, "failed");
        }
    }

    /** @param request never shown but for its method, path and sender */
    void refused(String listener, Request request, Refusal reason, int status) {
        if (log.isInfoEnabled() && refusals.take()) {
            log.atInfo()
                    .addKeyValue("listener", listener)
                    .addKeyValue("address", text(request.remote()))
                    .addKeyValue("refusal", reason.wireName())
                    .addKeyValue("status", status)
                    .log("refused {}: {} {}", request, status, reason.wireName());
        }
    }

    /** A connection that never became a request. */
    void refused(String listener, SocketAddress address, Refusal reason, String why) {
        if (log.isInfoEnabled() && refusals.take()) {
            log.atInfo()
                    .addKeyValue("listener", listener)
                    .addKeyValue("address", text(address))
                    .addKeyValue("refusal", reason.wireName())
                    .log("refused a connection from {}: {}", text(address), why);
        }
    }

    private static void line(LoggingEventBuilder event, ChannelSession session, String what) {
        String protocol = session.line().protocol();
        String principal = session.principal().name();
        String address = text(session.remote());
        event.addKeyValue("session", session.id())
                .addKeyValue("protocol", protocol)
                .addKeyValue("principal", principal)
                .addKeyValue("address", address)
                .log("session {} {}: {} {} from {}", session.id(), what, protocol, principal, address);
    }

    /** Without the slash in front of it. */
    static String text(SocketAddress address) {
        return address instanceof InetSocketAddress ip ? NetUtil.toSocketAddressString(ip) : String.valueOf(address);
    }

    /** Once a second. */
    void refill() {
        tell(comings.refill(), "sessions opened or closed");
        tell(refusals.refill(), "connections refused");
        tell(notes.refill(), "sessions with something to note");
        tell(failures.refill(), "sessions failed");
    }

    private static void tell(long leftOut, String what) {
        if (leftOut > 0) {
            log.info("{} more {} in the last second, not shown one by one", leftOut, what);
        }
    }
}
