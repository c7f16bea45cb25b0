/** HTTP and WebSocket over Netty. The only package that sees {@code io.netty}. */
@NullMarked
package dev.sluice.transport;

import org.jspecify.annotations.NullMarked;
