/**
 * Measures Sluice from outside, beside a plain Netty server that does the same work in the same run.
 *
 * <p>{@link dev.sluice.benchmarks.Benchmarks} starts both servers as processes of their own on one core, loads them in turn
 * from the other through {@link dev.sluice.benchmarks.LoadGenerator} and writes medians and ratios as Markdown. The figure to
 * trust is the server's CPU time for each message: it does not depend on how much of the core the server got.
 */
@NullMarked
package dev.sluice.benchmarks;

import org.jspecify.annotations.NullMarked;
