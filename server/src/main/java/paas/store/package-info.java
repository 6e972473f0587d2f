/**
 * Holds what is wanted and what was done: apps, configs, releases, deploys, running instances,
 * domains, keys, events. One file under the data folder, changed in transactions. Knows model and
 * its own tables. Must not know engines, routes, git or a person's terminal; log lines never enter
 * it.
 */
@NullMarked
package paas.store;

import org.jspecify.annotations.NullMarked;
