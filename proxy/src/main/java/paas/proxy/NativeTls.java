package paas.proxy;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509TrustManager;

/**
 * BoringSSL's, through netty's library. Each set of certificates has a context of its own, which
 * lives as long as it is in force or one of its engines is; all of them seal tickets with the same
 * keys, so that a session outlives the set.
 */
final class NativeTls implements TlsEngines {
  private static final ApplicationProtocolConfig SPEAKS =
      new ApplicationProtocolConfig(
          ApplicationProtocolConfig.Protocol.ALPN,
          ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
          ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
          SPOKEN);

  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);
  private final TicketKeys tickets = new TicketKeys();
  private volatile ReferenceCountedOpenSslContext now;

  NativeTls() throws IOException {
    now = context(Map.of());
  }

  /** Why the library cannot be used; empty: it can. */
  static String missing() {
    // Whatever an engine has to do it does at once, on the thread that asks it.
    System.setProperty("io.netty.handler.ssl.openssl.useTasks", "false");
    System.setProperty("io.netty.leakDetection.level", "disabled");
    if (OpenSsl.isAvailable()) {
      return "";
    }
    return String.valueOf(OpenSsl.unavailabilityCause());
  }

  @Override
  public SSLEngine engine() {
    ReferenceCountedOpenSslContext context = held();
    try {
      if (tickets.renew()) {
        seal(context);
      }
      return context.newEngine(memory);
    } finally {
      context.release();
    }
  }

  /** The context in force, which nobody frees meanwhile. */
  private ReferenceCountedOpenSslContext held() {
    while (true) {
      ReferenceCountedOpenSslContext context = now;
      try {
        context.retain();
        return context;
      } catch (IllegalReferenceCountException e) {
        // Another has just taken its place.
      }
    }
  }

  @Override
  public void done(SSLEngine engine) {
    ReferenceCountUtil.release(engine);
  }

  @Override
  public synchronized void certify(Map<String, Certificate> byHost) {
    ReferenceCountedOpenSslContext before = now;
    try {
      now = context(byHost);
    } catch (IOException e) {
      throw new UncheckedIOException("the certificates of before stay in force", e);
    }
    before.release();
  }

  @Override
  public boolean direct() {
    return true;
  }

  /** How many connections there are whose handshake began with the certificates in force. */
  int engines() {
    return now.refCnt() - 1;
  }

  private ReferenceCountedOpenSslContext context(Map<String, Certificate> byHost)
      throws IOException {
    HostKeys keys = new HostKeys();
    keys.replace(byHost);
    int most = Math.max(byHost.size(), 1);
    var context =
        (ReferenceCountedOpenSslContext)
            SslContextBuilder.forServer(
                    new OpenSslCachingX509KeyManagerFactory(new Ours(keys), most))
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols(PROTOCOLS)
                .ciphers(CIPHERS)
                .applicationProtocolConfig(SPEAKS)
                .trustManager(new NoClients())
                .build();
    context.sessionContext().setSessionCacheEnabled(false);
    seal(context);
    return context;
  }

  private void seal(ReferenceCountedOpenSslContext context) {
    context.sessionContext().setTicketKeys(tickets.all());
  }

  /** Gives out our keys alone. */
  private static final class Ours extends SimpleKeyManagerFactory {
    private final KeyManager[] keys;

    Ours(HostKeys keys) {
      this.keys = new KeyManager[] {keys};
    }

    @Override
    protected void engineInit(KeyStore store, char[] password) {}

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {}

    @Override
    protected KeyManager[] engineGetKeyManagers() {
      return keys;
    }
  }

  /**
   * No client is asked for a certificate; without this all authorities of the JDK would be read.
   */
  private static final class NoClients implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("nobody was asked");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("nobody was asked");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
