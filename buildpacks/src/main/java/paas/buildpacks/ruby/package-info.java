/**
 * Ruby apps.
 *
 * <p>Holds: what Bundler installs, start commands by framework.
 *
 * <p>Knows: the service interface of the languages.
 *
 * <p>Must not know: other languages.
 */
@NullMarked
package paas.buildpacks.ruby;

import org.jspecify.annotations.NullMarked;
