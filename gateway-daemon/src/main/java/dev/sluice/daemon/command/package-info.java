/**
 * The verbs of the command line that talk to a running gateway, through its admin listener. Each runs on the thread of its
 * own process and ends with it.
 */
@NullMarked
package dev.sluice.daemon.command;

import org.jspecify.annotations.NullMarked;
