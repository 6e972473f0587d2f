package paas.acme;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are ordered, and how.
 *
 * @param directory the authority's
 * @param contact an address of mail; empty: none
 * @param dnsHook the program that writes TXT records for dns-01; null: none, so no wildcards
 * @param ca certificates (PEM) that the authority's own address is trusted with, beside the usual
 * @param wildcard whether the platform's domain gets one certificate for all apps' own names
 */
public record AcmeSettings(
    URI directory, String contact, @Nullable Path dnsHook, @Nullable Path ca, boolean wildcard) {}
