/**
 * Holds the verbs as typed: words into commands, answers into text. Knows the commands and the
 * console. Must not know how anything is done.
 */
@NullMarked
package paas.ssh.verbs;

import org.jspecify.annotations.NullMarked;
