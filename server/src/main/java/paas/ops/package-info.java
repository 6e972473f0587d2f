/**
 * Holds the verbs: one record and one handler each, whichever door it came through. Knows the
 * workers and the store. Must not know argv, JSON or a terminal.
 */
@NullMarked
package paas.ops;

import org.jspecify.annotations.NullMarked;
