/**
 * The device model and the bus: devices with attributes, actions and events, whoever owns them and whoever listens.
 *
 * <p>The split is that of the W3C Web of Things (property, action, event), of which every protocol we speak is a view.
 * Nothing here knows a protocol, a session or a socket.
 */
@NullMarked
package dev.sluice.device;

import org.jspecify.annotations.NullMarked;
