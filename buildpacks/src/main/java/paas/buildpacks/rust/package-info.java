/**
 * Cargo packages and workspaces.
 *
 * <p>Holds: which programs they make.
 *
 * <p>Knows: the service interface of the languages.
 *
 * <p>Must not know: other languages.
 */
@NullMarked
package paas.buildpacks.rust;

import org.jspecify.annotations.NullMarked;
