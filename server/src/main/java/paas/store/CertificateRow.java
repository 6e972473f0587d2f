package paas.store;

import java.time.Instant;
import paas.model.AppId;

/**
 * An app's certificate as it is kept.
 *
 * @param chain in PEM, the app's own first
 * @param key the private key, PKCS #8 in base 64; not to be shown
 */
public record CertificateRow(
    AppId app, String chain, String key, Instant notAfter, Instant addedAt, String addedBy) {
  /** Without the key, which no log may hold. */
  @Override
  public String toString() {
    return "CertificateRow[" + app + " until " + notAfter + "]";
  }
}
