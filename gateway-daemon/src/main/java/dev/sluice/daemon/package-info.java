/**
 * The daemon: command line, configuration file, credentials, and the one place where all parts are put together. Plug-ins
 * are found on the class path; no class here names one.
 */
@NullMarked
package dev.sluice.daemon;

import org.jspecify.annotations.NullMarked;
