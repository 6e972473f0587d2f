/**
 * Apps that bring a Dockerfile.
 *
 * <p>Holds: which images and ports it names.
 *
 * <p>Knows: the service interface of the languages.
 *
 * <p>Must not know: other languages.
 */
@NullMarked
package paas.buildpacks.docker;

import org.jspecify.annotations.NullMarked;
