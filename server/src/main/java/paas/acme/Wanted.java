package paas.acme;

import org.jspecify.annotations.Nullable;
import paas.domains.DomainName;
import paas.model.App;

/**
 * A host that is to have a certificate.
 *
 * @param app null: it is the platform's wildcard
 * @param proven whether its owner has shown that it is his
 */
record Wanted(DomainName host, @Nullable App app, boolean proven) {}
