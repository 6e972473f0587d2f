package paas.store;

import java.time.Instant;
import paas.model.AppId;

/**
 * An app's certificate as it is kept.
 *
 * @param chain in PEM, the app's own first
 * @param sealedKey the private key, as {@link Certificates#key} opens it
 */
public record CertificateRow(
    AppId app, String chain, String sealedKey, Instant notAfter, Instant addedAt, String addedBy) {}
