/**
 * Streams of biometric data as the Terra Streaming API carries them: wearables produce, a developer's applications consume, and
 * what a consumer missed is replayed from the journal.
 *
 * <p>JSON texts, each with a numeric {@code op}. A client fetches a token over HTTP, connects, and shows the token:
 *
 * <pre>
 * server    {"op":2,"d":{"heartbeat_interval":40000}}
 * client    {"op":3,"d":{"token":"…","type":1}}
 * server    {"op":4}
 * server    {"op":5,"seq":73,"d":{"ts":"2026-01-01T10:26:11.268507Z","val":95},"uid":"8e86…","t":"HEART_RATE"}
 * client    {"op":0}
 * server    {"op":1}
 * client    {"op":7,"d":{"after":28,"before":43}}
 * server    {"op":5,"seq":29, …}
 *
 * producer  {"op":6,"t":"HEART_RATE","d":{"val":95}}
 * </pre>
 *
 * The members of {@code d} are nobody's business but the application's: they pass through byte for byte. What the documents
 * leave open is decided in {@code docs/protocols/biometric.md}.
 */
@NullMarked
package dev.sluice.biometric;

import org.jspecify.annotations.NullMarked;
