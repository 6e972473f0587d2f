/**
 * Apps with a deno.json.
 *
 * <p>Holds: tasks, how a server of Deno is told where to listen.
 *
 * <p>Knows: the service interface of the languages.
 *
 * <p>Must not know: other languages.
 */
@NullMarked
package paas.buildpacks.deno;

import org.jspecify.annotations.NullMarked;
