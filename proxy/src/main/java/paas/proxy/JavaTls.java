package paas.proxy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** The JDK's own. */
final class JavaTls implements TlsEngines {
  /** Of each client that comes again the handshake is cheaper, for as many as these. */
  private static final int MOST_SESSIONS = 4096;

  private final SSLContext context;
  private final HostKeys keys = new HostKeys();
  private final SSLParameters parameters =
      new SSLParameters(CIPHERS.toArray(new String[0]), PROTOCOLS.toArray(new String[0]));

  JavaTls() throws IOException {
    context = context(keys);
    parameters.setUseCipherSuitesOrder(true);
  }

  @Override
  public SSLEngine engine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    engine.setHandshakeApplicationProtocolSelector((_, offered) -> chosen(offered));
    return engine;
  }

  @Override
  public void done(SSLEngine engine) {
    // It holds nothing that the collector does not find.
  }

  @Override
  public void certify(Map<String, Certificate> byHost) {
    keys.replace(byHost);
  }

  @Override
  public boolean direct() {
    return false;
  }

  /** The best that both speak; empty: nothing is said about it, and HTTP/1.1 is spoken. */
  private static String chosen(List<String> offered) {
    return SPOKEN.stream().filter(offered::contains).findFirst().orElse("");
  }

  private static SSLContext context(HostKeys keys) throws IOException {
    // Sessions that a client brings with it are asked for their certificate before the JDK knows
    // the client's host, and no certificate is found without: they are kept here instead.
    System.setProperty("jdk.tls.server.enableSessionTicketExtension", "false");
    // A second handshake on a connection of TLS 1.2 is nothing that a client of the web needs.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[0], null);
      context.getServerSessionContext().setSessionCacheSize(MOST_SESSIONS);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS: " + e.getMessage(), e);
    }
  }
}
