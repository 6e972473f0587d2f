/**
 * Go modules.
 *
 * <p>Holds: which programs a module makes.
 *
 * <p>Knows: the service interface of the languages.
 *
 * <p>Must not know: other languages.
 */
@NullMarked
package paas.buildpacks.golang;

import org.jspecify.annotations.NullMarked;
