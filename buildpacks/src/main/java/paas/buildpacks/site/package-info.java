/**
 * Folders of files, and the program that serves them.
 *
 * <p>Holds: serve.pl.
 *
 * <p>Knows: the service interface of the languages.
 *
 * <p>Must not know: other languages.
 */
@NullMarked
package paas.buildpacks.site;

import org.jspecify.annotations.NullMarked;
