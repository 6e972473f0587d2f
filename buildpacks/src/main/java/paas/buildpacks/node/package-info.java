/**
 * Apps with a package.json.
 *
 * <p>Holds: package managers, version ranges, start scripts.
 *
 * <p>Knows: the service interface of the languages, and the server of built pages.
 *
 * <p>Must not know: other languages.
 */
@NullMarked
package paas.buildpacks.node;

import org.jspecify.annotations.NullMarked;
