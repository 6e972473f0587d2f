/**
 * What happens between the wire and the ref.
 *
 * <p>Holds: bare repositories by id, the rules and limits of a push, the held status report, the
 * export of a commit's tree.
 *
 * <p>Knows: JGit, and one {@link paas.hooks.PushHandler} that it asks twice: before the branch
 * moves and after.
 *
 * <p>Must not know: apps, people, builds, SSH, the store. Streams and ids come from outside.
 */
@NullMarked
package paas.hooks;

import org.jspecify.annotations.NullMarked;
