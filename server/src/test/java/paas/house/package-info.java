/**
 * Whole-house tests: a server in a process of its own, and the clients that people have: git,
 * OpenSSH, HTTP through the proxy.
 *
 * <p>Holds: what a person types and what they then see. Knows: how the server is started, and its
 * ready line. Must not know: any class of the server.
 */
@org.jspecify.annotations.NullMarked
package paas.house;
