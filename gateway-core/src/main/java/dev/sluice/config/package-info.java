/**
 * The configuration reader: one YAML file, kebab-case keys, each overridable by the environment, strict. Problems are
 * collected with line, key, found and expected, so that all of them can be told at once.
 */
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
