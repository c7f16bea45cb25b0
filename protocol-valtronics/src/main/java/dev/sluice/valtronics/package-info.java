/**
 * The Valtronics WebSocket API: telemetry, alerts, device status and system status for those who subscribe, and telemetry in
 * over HTTP. Every device with numeric attributes takes part.
 *
 * <p>JSON texts, each with a {@code type}. A client shows a token first, then says what it wants to hear:
 *
 * <pre>
 * client  {"type":"auth","token":"eyJ…"}
 * server  {"type":"auth_response","success":true,"message":"authenticated","timestamp":"2026-01-01T00:00:00Z"}
 * client  {"type":"subscribe","channel":"telemetry","device_id":1,"filters":{"metrics":["temperature"]}}
 * server  {"type":"subscription_confirmed","channel":"telemetry","device_id":1,"filters":{"metrics":["temperature"]},…}
 * server  {"type":"telemetry_update","channel":"telemetry","device_id":1,
 *          "telemetry":{"temperature":{"value":23.5,"unit":"°C","timestamp":"2026-01-01T00:00:01Z"}}}
 * </pre>
 *
 * What the specification leaves open is decided in {@code docs/protocols/valtronics.md}.
 */
@NullMarked
package dev.sluice.valtronics;

import org.jspecify.annotations.NullMarked;
