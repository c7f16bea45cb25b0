/**
 * What a protocol plug-in sees: requests, endpoints, sessions and payloads. Protocols see neither Netty nor each other.
 *
 * <p>A plug-in is found through {@link dev.sluice.protocol.ProtocolProvider}, reads its configuration, and offers
 * {@link dev.sluice.protocol.Endpoint}s. For each connection the transport asks who is there, then whether the endpoint
 * takes it, and then calls the endpoint's {@link dev.sluice.protocol.SessionHandler} on that connection's own event loop:
 * protocol code has no locks.
 */
@NullMarked
package dev.sluice.protocol;

import org.jspecify.annotations.NullMarked;
