package paas.acme;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import paas.model.UserError;

/** Reaches any authority, also one whose own certificate only this operator trusts. */
final class Trusting extends GenericAcmeProvider {
  private final @Nullable SSLContext context;

  Trusting(@Nullable Path ca) {
    context = ca == null ? null : context(ca);
  }

  @Override
  public HttpClient createHttpClient(NetworkSettings settings) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(settings.getTimeout())
            .followRedirects(HttpClient.Redirect.NORMAL);
    if (context != null) {
      builder.sslContext(context);
    }
    return builder.build();
  }

  @Override
  public URL resolve(URI server) {
    return super.resolve(server);
  }

  private static SSLContext context(Path ca) {
    try (InputStream in = Files.newInputStream(ca)) {
      List<Certificate> all =
          new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(in));
      for (var manager : managers(null).getTrustManagers()) {
        if (manager instanceof X509TrustManager usual) {
          all.addAll(Arrays.asList(usual.getAcceptedIssuers()));
        }
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (int i = 0; i < all.size(); i++) {
        trusted.setCertificateEntry("ca-" + i, all.get(i));
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(trusted).getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw UserError.failed(
          "the certificates of acme.ca in " + ca + " cannot be read: " + e.getMessage(),
          "the file should hold certificates in PEM");
    }
  }

  private static TrustManagerFactory managers(@Nullable KeyStore of)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(of);
    return factory;
  }
}
