/**
 * Elixir apps.
 *
 * <p>Holds: what Mix builds, releases.
 *
 * <p>Knows: the service interface of the languages.
 *
 * <p>Must not know: other languages.
 */
@NullMarked
package paas.buildpacks.elixir;

import org.jspecify.annotations.NullMarked;
