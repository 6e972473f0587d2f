/**
 * Java, by Maven or from single files.
 *
 * <p>Holds: which jar or class starts.
 *
 * <p>Knows: the service interface of the languages.
 *
 * <p>Must not know: other languages.
 */
@NullMarked
package paas.buildpacks.jvm;

import org.jspecify.annotations.NullMarked;
