/**
 * Endrpi: a Raspberry Pi's measurements and pins as requests and answers over WebSocket, mirrored as REST.
 *
 * <pre>
 * &gt; {"action":"READ_PIN_CONFIGURATIONS","params":{"pins":["GPIO17"]}}
 * &lt; {"action":"READ_PIN_CONFIGURATIONS","success":true,"data":{"GPIO17":{"io":"INPUT","state":0.0,"pull":"FLOATING"}},"error":null}
 * </pre>
 *
 * <p>What is emulated is the server of that name (version 1.0.0b22), with the device behind it being any device of the
 * profile {@code raspberry-pi}. {@code docs/protocols/endrpi.md} lists where we differ, and why.
 */
@NullMarked
package dev.sluice.endrpi;

import org.jspecify.annotations.NullMarked;
