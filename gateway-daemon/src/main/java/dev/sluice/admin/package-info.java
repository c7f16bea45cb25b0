/**
 * The gateway seen from inside: a listener of its own with pages for people, scripts and Prometheus, and one WebSocket with
 * what devices say. See docs/admin.md.
 *
 * <p>{@link dev.sluice.admin.AdminService} puts the pages together; {@link dev.sluice.admin.AdminGuard} decides who may see
 * them; {@link dev.sluice.admin.Meters} publishes what the parts of the gateway count.
 */
@NullMarked
package dev.sluice.admin;

import org.jspecify.annotations.NullMarked;
