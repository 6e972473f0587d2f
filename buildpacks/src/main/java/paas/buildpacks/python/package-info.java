/**
 * Python apps.
 *
 * <p>Holds: what fills a virtual environment, start commands by framework.
 *
 * <p>Knows: the service interface of the languages.
 *
 * <p>Must not know: other languages.
 */
@NullMarked
package paas.buildpacks.python;

import org.jspecify.annotations.NullMarked;
