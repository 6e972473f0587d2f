/**
 * Holds the port behind which apps run: build, start, stop, inspect, recover. Knows model and a
 * build plan. Must not know Docker, local processes, the store or a person's terminal.
 */
@NullMarked
package paas.engine;

import org.jspecify.annotations.NullMarked;
