/** The adapter of the guide, {@code docs/adapters.md}: what is shown there is compiled and tested here. */
@NullMarked
package dev.sluice.example;

import org.jspecify.annotations.NullMarked;
