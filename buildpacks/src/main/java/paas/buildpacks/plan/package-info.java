/**
 * How an app is built and started, as data, and the two ways to write that down.
 *
 * <p>Holds: the records of a plan, the renderers.
 *
 * <p>Knows: the rules of text and paths in {@link paas.buildpacks.source}.
 *
 * <p>Must not know: any language.
 */
@NullMarked
package paas.buildpacks.plan;

import org.jspecify.annotations.NullMarked;
