/**
 * Apps of no known language.
 *
 * <p>Holds: nothing but a Procfile.
 *
 * <p>Knows: the service interface of the languages.
 *
 * <p>Must not know: other languages.
 */
@NullMarked
package paas.buildpacks.script;

import org.jspecify.annotations.NullMarked;
