package dev.sluice.benchmarks;

/**
 * A request that a server answers with exactly one message.
 *
 * @param target where to
 * @param request the text to send
 * @param reply a text that every answer must contain; anything else ends the load with an error
 */
record Exchange(Target target, String request, String reply) {}
