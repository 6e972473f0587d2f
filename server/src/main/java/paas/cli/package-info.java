/**
 * Holds the command line: one table of verbs from which dispatch, help, completion and the
 * documentation derive, and the console that verbs speak through. Knows the model and a caller's
 * streams. Must not know what any verb does, nor how the caller got here.
 */
@NullMarked
package paas.cli;

import org.jspecify.annotations.NullMarked;
