package paas.hooks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/** Connections by HTTPS that trust some certificates beside the usual ones. */
final class TrustingConnections implements HttpConnectionFactory {
  private final HttpConnectionFactory usual = new JDKHttpConnectionFactory();
  private final TrustManager[] trusted;

  private TrustingConnections(TrustManager[] trusted) {
    this.trusted = trusted;
  }

  /**
   * @param certificates PEM texts
   */
  static TrustingConnections of(List<String> certificates) throws IOException {
    try {
      List<Certificate> all = new ArrayList<>();
      for (TrustManager manager : managers(null)) {
        if (manager instanceof X509TrustManager known) {
          all.addAll(List.<X509Certificate>of(known.getAcceptedIssuers()));
        }
      }
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      for (String pem : certificates) {
        byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
        all.addAll(x509.generateCertificates(new ByteArrayInputStream(bytes)));
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Certificate one : all) {
        store.setCertificateEntry("c" + store.size(), one);
      }
      return new TrustingConnections(managers(store));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return trusting(usual.create(url));
  }

  @Override
  public HttpConnection create(URL url, Proxy proxy) throws IOException {
    return trusting(usual.create(url, proxy));
  }

  private HttpConnection trusting(HttpConnection connection) throws IOException {
    try {
      connection.configure(null, trusted, null);
      return connection;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
