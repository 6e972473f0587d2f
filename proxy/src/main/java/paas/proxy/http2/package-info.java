/**
 * HTTP/2 as bytes: frames, compressed fields, and the way between its heads and those of HTTP/1.1.
 *
 * <p>Knows {@code paas.proxy.http} and Undertow's decoder of compressed fields. Must not know
 * connections, routes or targets.
 */
@NullMarked
package paas.proxy.http2;

import org.jspecify.annotations.NullMarked;
