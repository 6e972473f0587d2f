/**
 * A source tree in, a plan out; runs nothing.
 *
 * <p>Holds: what each language looks like, which commands build and start it, and the two ways to
 * write that down (a Dockerfile, local steps).
 *
 * <p>Knows: the files of one commit, through {@link paas.buildpacks.SourceTree}, and the version
 * table {@code versions.json}.
 *
 * <p>Must not know: the server, any engine, the network, the machine it runs on. Everything read
 * here was written by a stranger and is treated so.
 */
@NullMarked
package paas.buildpacks;

import org.jspecify.annotations.NullMarked;
