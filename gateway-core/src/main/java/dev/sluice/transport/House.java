package dev.sluice.transport;

import dev.sluice.config.Networks;
import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a connection's front door has to know of its listener and the server. */
record House(
        Routes routes,
        TicketDesk ticketDesk,
        Tickets tickets,
        GuessLimit guesses,
        Networks allow,
        Origins origins,
        Function<Request, List<String>> ownPages,
        boolean secure,
        boolean compresses,
        String listener,
        Function<Channel, SessionLoop> loops,
        SessionFactory sessions) {
    /** Makes the session of a connection that has been accepted. */
    interface SessionFactory {
        ChannelSession create(
                String listener,
                Channel channel,
                Routes.Socket socket,
                Principal principal,
                Admission.Accepted accepted,
                Optional<Deflation> deflation);
    }

    /** Counts a connection that comes to nothing; returns what serves its event loop. */
    SessionLoop count(Channel channel, Refusal reason) {
        SessionLoop loop = loops.apply(channel);
        loop.metrics().refused(listener, reason);
        return loop;
    }

    /** Counts and notes a connection that never became a request. */
    void refused(Channel channel, Refusal reason, String why) {
        count(channel, reason).log().refused(listener, channel.remoteAddress(), reason, why);
    }

    /** Counts and notes a request that is refused. */
    void refused(Channel channel, Request request, Refusal reason, Response response) {
        count(channel, reason).log().refused(listener, request, reason, response.status());
    }
}
