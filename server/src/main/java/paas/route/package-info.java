/**
 * Holds what the proxy should know, made from the store: which host is which app's, and which
 * processes answer for it. Knows the store and the proxy's table. Must not know deploys or engines.
 */
@NullMarked
package paas.route;

import org.jspecify.annotations.NullMarked;
