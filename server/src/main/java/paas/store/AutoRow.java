package paas.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import paas.model.AppId;

/**
 * What was ordered of a certificate authority for one host.
 *
 * @param app null: the platform's own wildcard
 * @param chain in PEM, the host's own first; null before the first one
 * @param sealedKey the private key, as {@link AutoCertificates#key} opens it
 * @param dueAt when the next is ordered, at the earliest; null: at once
 * @param failures in a row since the last one that was issued
 */
public record AutoRow(
    String host,
    @Nullable AppId app,
    @Nullable String chain,
    @Nullable String sealedKey,
    @Nullable Instant notAfter,
    @Nullable Instant issuedAt,
    @Nullable Instant dueAt,
    int failures,
    @Nullable String lastError,
    @Nullable Instant failedAt) {
  /** Whether there is a certificate. */
  public boolean issued() {
    return chain != null;
  }
}
