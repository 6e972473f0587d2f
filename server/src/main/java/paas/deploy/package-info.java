/**
 * Holds the deploy machine: a pure {@code next}, the effects, one queue per app, and the checks
 * that say why. Knows the store, the engine's port, the routes and the logs. Must not know which
 * engine it is, who asks, or how a person's terminal looks.
 */
@NullMarked
package paas.deploy;

import org.jspecify.annotations.NullMarked;
