package dev.sluice.transport;

import dev.sluice.protocol.Principal;
import java.time.Instant;

/**
 * One session as it was when somebody asked.
 *
 * @param address the peer's address and port
 * @param bytesIn bytes of messages, without frames
 * @param mailboxEvents events that wait because the peer does not read
 * @param outboundBytes bytes that wait because the peer does not read
 * @param callsInFlight commands and other answers that it waits for
 * @param compressed whether permessage-deflate was agreed upon
 */
public record SessionInfo(
        String id,
        String protocol,
        String listener,
        Principal principal,
        String address,
        Instant opened,
        long messagesIn,
        long bytesIn,
        long messagesOut,
        long bytesOut,
        int mailboxEvents,
        long outboundBytes,
        int callsInFlight,
        boolean compressed) {}
