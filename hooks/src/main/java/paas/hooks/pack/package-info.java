/**
 * Holds: the way of a pack from the client's stream into the repository, with every check on and
 * memory bounded.
 *
 * <p>Knows: git's pack format, and of JGit the objects, checks and the index writer.
 *
 * <p>Must not know: branches, rules of a push, the client's protocol.
 */
@NullMarked
package paas.hooks.pack;

import org.jspecify.annotations.NullMarked;
