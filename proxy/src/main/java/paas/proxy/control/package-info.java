/**
 * How the server and a proxy in a process of its own speak: over a unix domain socket that only its
 * owner can open.
 *
 * <p>Holds: the link and its messages, the proxy's end of it, the server's end of it. Knows: what a
 * proxy can do. Must not know: how requests are served.
 */
@NullMarked
package paas.proxy.control;

import org.jspecify.annotations.NullMarked;
