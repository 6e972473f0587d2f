/**
 * Apps of .NET.
 *
 * <p>Holds: what projects, solutions and global.json say.
 *
 * <p>Knows: the service interface of the languages.
 *
 * <p>Must not know: other languages.
 */
@NullMarked
package paas.buildpacks.dotnet;

import org.jspecify.annotations.NullMarked;
