/**
 * Holds every line that apps, builds, the router and the platform write: one folder per app,
 * bounded in bytes, in a form that grep and tail can read. Knows model and the engine's log sink.
 * Must not know the store, the deploys' states or a person's terminal.
 */
@NullMarked
package paas.logs;

import org.jspecify.annotations.NullMarked;
