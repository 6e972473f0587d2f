/**
 * Holds: how much room a file system has, the floor under it, and files that are written whole or
 * not at all. Knows: the model and the JDK. Must not know: what the files are for.
 */
@NullMarked
package paas.disk;

import org.jspecify.annotations.NullMarked;
