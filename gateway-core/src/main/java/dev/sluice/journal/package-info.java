/**
 * The journal: numbered records that outlive the sessions that wrote them. The in-memory one is here; durable engines are
 * plug-ins ({@code journal-*}).
 */
@NullMarked
package dev.sluice.journal;

import org.jspecify.annotations.NullMarked;
