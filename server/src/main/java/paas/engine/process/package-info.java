/**
 * Holds the engine whose apps are plain processes of this machine: a folder and a small runner for
 * each, ports and user ids from ranges of its own. Knows Linux, the engine's port and the local
 * build of a plan. Must not know the store, the proxy or who asks.
 */
@NullMarked
package paas.engine.process;

import org.jspecify.annotations.NullMarked;
