/**
 * PlaceOS: the real-time WebSocket by which room panels follow variables of modules, call their methods and read their logs.
 *
 * <pre>
 * &gt; {"id":1,"cmd":"bind","sys":"sys-1234","mod":"Display","index":1,"name":"power"}
 * &lt; {"id":1,"type":"success","meta":{"sys":"sys-1234","mod":"Display","index":1,"name":"power"}}
 * &lt; {"id":1,"type":"notify","value":false,"meta":{"sys":"sys-1234","mod":"Display","index":1,"name":"power"}}
 * </pre>
 *
 * <p>What is emulated is the session of PlaceOS's {@code rest-api}, as the official client {@code @placeos/ts-client} uses it.
 * Systems and modules are a projection of the device bus: see {@link dev.sluice.placeos.Systems}.
 * {@code docs/protocols/placeos.md} lists where document and upstream disagree, and what is done here.
 */
@NullMarked
package dev.sluice.placeos;

import org.jspecify.annotations.NullMarked;
