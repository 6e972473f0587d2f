/**
 * Orders certificates of an authority (ACME, RFC 8555) and renews them: for hosts that are proven,
 * one order per host at a time. Knows routes, the store and the library for ACME. Must not know
 * deploys or engines.
 */
@NullMarked
package paas.acme;

import org.jspecify.annotations.NullMarked;
