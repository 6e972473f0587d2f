/**
 * What every language needs: the provider it implements, the versions on offer, what an app's
 * people say about it.
 *
 * <p>Holds: the service interface of the languages, paas.yml.
 *
 * <p>Knows: the plan and the source.
 *
 * <p>Must not know: any one language.
 */
@NullMarked
package paas.buildpacks.language;

import org.jspecify.annotations.NullMarked;
