/**
 * Holds the engine that builds and runs apps with Docker: one BuildKit build and one set of
 * containers, networks and images per app, found again by name and label. Knows the engine's port
 * and a build plan. Must not know the store, routes or a person's terminal, and passes no JSON of a
 * user's on to Docker.
 */
@NullMarked
package paas.engine.docker;

import org.jspecify.annotations.NullMarked;
