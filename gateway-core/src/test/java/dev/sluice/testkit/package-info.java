/** Fakes and the transcript runner, for the tests of this module and of every plug-in. */
package dev.sluice.testkit;
