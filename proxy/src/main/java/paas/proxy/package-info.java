/**
 * The data plane: requests in, targets out; it can swap and drain.
 *
 * <p>Holds: the route table in force, the claims on its targets, the connections on both sides, the
 * saved table. Knows: the JDK, XNIO (Undertow's I/O layer), Jackson for the saved table, slf4j.
 * Must not know: the server, its store, any engine. What the server tells it is a {@link
 * paas.proxy.RouteTable}; what it tells back are {@link paas.proxy.RequestLine}s.
 */
@NullMarked
package paas.proxy;

import org.jspecify.annotations.NullMarked;
