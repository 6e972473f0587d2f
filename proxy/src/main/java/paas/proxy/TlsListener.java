package paas.proxy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** Where clients come over TLS: 1.2 and 1.3, forward secrecy and authenticated ciphers alone. */
final class TlsListener {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /** Those that Mozilla's intermediate profile names, in its order. */
  private static final String[] CIPHERS = {
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
  };

  /** Of each client that comes again the handshake is cheaper, for as many as these. */
  private static final int MOST_SESSIONS = 4096;

  private static final List<String> SPOKEN = List.of("h2", "http/1.1");

  private final SSLContext context;
  private final SSLParameters parameters = new SSLParameters(CIPHERS, PROTOCOLS);

  TlsListener(HostKeys keys) throws IOException {
    context = context(keys);
    parameters.setUseCipherSuitesOrder(true);
  }

  /** For a connection on which the client has not been heard yet. */
  SSLEngine engine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    engine.setHandshakeApplicationProtocolSelector((_, offered) -> chosen(offered));
    return engine;
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
