/**
 * HTTP/1.1 as bytes: strict parsing of heads and chunked bodies, the rules a request or an answer
 * must keep, and writing heads anew.
 *
 * <p>Holds: parsers, rules, growing byte buffers. Knows: the JDK. Must not know: sockets, threads,
 * routes.
 */
@NullMarked
package paas.proxy.http;

import org.jspecify.annotations.NullMarked;
