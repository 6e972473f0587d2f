/**
 * Reads and makes certificates, and says which are in force. Knows the store and what the proxy
 * calls a certificate. Must not know routes.
 */
@NullMarked
package paas.tls;

import org.jspecify.annotations.NullMarked;
