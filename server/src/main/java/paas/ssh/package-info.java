/**
 * Holds the SSH door: who may come in, how many, and what a request may ask for. Knows public keys,
 * the exec line and the two things it can mean: git, or a verb. Must not know what either does.
 */
@NullMarked
package paas.ssh;

import org.jspecify.annotations.NullMarked;
