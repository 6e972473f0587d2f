/**
 * The files of one commit, and what is wrong with them.
 *
 * <p>Holds: the tree, the readers of text, JSON and TOML, the sentence about a broken file.
 *
 * <p>Knows: nothing of this module.
 *
 * <p>Must not know: what the files mean.
 */
@NullMarked
package paas.buildpacks.source;

import org.jspecify.annotations.NullMarked;
