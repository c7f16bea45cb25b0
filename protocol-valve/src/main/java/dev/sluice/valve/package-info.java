/**
 * The smart water valve's WebSocket API, served for every device of the profile {@code valve}.
 *
 * <p>JSON texts, each with an {@code event}. A client shows user and password (HTTP Basic) at the handshake, hears
 * {@code state} and {@code telemetry} at once and from then on whenever there is news, and may ask or order:
 *
 * <pre>
 * server  {"event":"state","data":{"valve_state":"closed","radio_state":"connected","siren":false}}
 * server  {"event":"telemetry","data":{"water_flow":0.0,"leak_status":"No Leaks", …}}
 * client  {"event":"changeState","data":{"valve_state":"open"}}
 * server  {"event":"state","data":{"valve_state":"opening","radio_state":"connected","siren":false}}
 * client  {"event":"changeState","data":{"valve_state":"ajar"}}
 * server  {"event":"error","code":"S11","message":"Invalid valve state: 'ajar'. Valid states: 'open', 'closed'"}
 * </pre>
 *
 * What is emulated is the hub (Signal) that speaks to the valve on the pipe (Sonic) by radio; what the documents leave open is
 * decided in {@code docs/protocols/valve.md}.
 */
@NullMarked
package dev.sluice.valve;

import org.jspecify.annotations.NullMarked;
