/**
 * A source tree in, a plan out; runs nothing.
 *
 * <p>Holds: the order of the languages, and how what people say about an app is put over what its
 * files suggest.
 *
 * <p>Knows: the files of one commit, through {@link paas.buildpacks.source.SourceTree}, and every
 * language's package.
 *
 * <p>Must not know: the server, any engine, the network, the machine it runs on. Everything read
 * here was written by a stranger and is treated so.
 */
@NullMarked
package paas.buildpacks;

import org.jspecify.annotations.NullMarked;
