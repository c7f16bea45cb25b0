/** Writes, while Sluice is built, what its command line says about itself: a manual page and the shell's completion. */
@NullMarked
package dev.sluice.distribution;

import org.jspecify.annotations.NullMarked;
