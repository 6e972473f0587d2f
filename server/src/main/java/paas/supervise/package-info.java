/**
 * Holds what keeps wanted processes running: at start, after a crash, and on a slow clock. Knows
 * the store's wanted processes and the engine's port. Must not know deploys' steps or doors.
 */
@NullMarked
package paas.supervise;

import org.jspecify.annotations.NullMarked;
