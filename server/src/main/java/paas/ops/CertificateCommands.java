package paas.ops;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;

/** Wishes about the certificates of apps, and what they answer. */
public final class CertificateCommands {
  private CertificateCommands() {}

  public record ShowCertificate(AppName app) implements Command<CertificateReport> {}

  /**
   * Takes a certificate from now on, in place of the app's last one.
   *
   * @param given PEM, or a tar of PEM files: certificate, those that vouch for it, key
   */
  public record AddCertificate(AppName app, ByteBuffer given)
      implements Command<CertificateReport> {}

  /** Makes one for the app's hosts that nobody vouches for. */
  public record GenerateCertificate(AppName app) implements Command<CertificateReport> {}

  /** Has certificates for the app's hosts ordered and renewed, or no more. */
  public record TurnAutomatic(AppName app, boolean on) implements Command<CertificateReport> {}

  public record RemoveCertificate(AppName app) implements Command<CertificateReport> {}

  /**
   * An app and TLS.
   *
   * @param port where clients come over TLS; 0: nowhere
   * @param certificate that somebody brought; null: there is none
   * @param automatic whether others are ordered by themselves
   * @param issued hosts that have one of those
   * @param bare hosts of the app that have no certificate
   */
  public record CertificateReport(
      String app,
      int port,
      @Nullable CertificateFacts certificate,
      boolean automatic,
      List<IssuedCertificate> issued,
      List<String> bare) {}

  /** One that an authority issued. */
  public record IssuedCertificate(String host, Instant notAfter, String issuer) {}

  /**
   * A certificate.
   *
   * @param hosts those of the app that it counts for
   * @param names all that it names
   */
  public record CertificateFacts(
      List<String> hosts,
      List<String> names,
      String issuer,
      boolean selfSigned,
      Instant notAfter,
      long days,
      String addedBy) {}
}
