/**
 * What the proxy counts for each app, and how it is read: single-writer counters of one I/O thread,
 * summed by whoever asks, and the Prometheus text made of the sum.
 *
 * <p>Holds: counters, histograms, plain records. Knows: the JDK. Must not know: sockets, routes,
 * requests.
 */
@NullMarked
package paas.proxy.figures;

import org.jspecify.annotations.NullMarked;
