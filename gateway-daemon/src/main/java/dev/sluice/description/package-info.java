/**
 * What the gateway says about itself to machines: an AsyncAPI 3.0 document for each protocol, and a W3C Thing Description
 * (WoT TD 1.1) for each device. Both are made from what the gateway itself uses: the protocols' own
 * {@link dev.sluice.protocol.ApiDescription}s and endpoints, and the devices' profiles.
 */
@NullMarked
package dev.sluice.description;

import org.jspecify.annotations.NullMarked;
