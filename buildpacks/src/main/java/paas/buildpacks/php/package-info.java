/**
 * PHP apps.
 *
 * <p>Holds: what Composer installs, the web root, the configuration of the web server.
 *
 * <p>Knows: the service interface of the languages.
 *
 * <p>Must not know: other languages.
 */
@NullMarked
package paas.buildpacks.php;

import org.jspecify.annotations.NullMarked;
