package paas.proxy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.slf4j.LoggerFactory;

/**
 * Makes engines of TLS, each for one connection: 1.2 and 1.3, forward secrecy and authenticated
 * ciphers alone.
 */
sealed interface TlsEngines permits JavaTls, NativeTls {
  List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /** Those that Mozilla's intermediate profile names, in its order. */
  List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** What is spoken over it, the best first; a client that offers neither gets HTTP/1.1. */
  List<String> SPOKEN = List.of("h2", "http/1.1");

  /** BoringSSL's where it can be loaded and is wanted, else the JDK's. */
  static TlsEngines of(Edge edge) throws IOException {
    if (edge.jdkTls()) {
      return new JavaTls();
    }
    String why = NativeTls.missing();
    if (why.isEmpty()) {
      return new NativeTls();
    }
    LoggerFactory.getLogger(TlsEngines.class)
        .warn("TLS is the JDK's, at twice the cost, for BoringSSL cannot be loaded: {}", why);
    return new JavaTls();
  }

  /** For a connection on which the client has not been heard yet. */
  SSLEngine engine();

  /** The connection of this engine is over. */
  void done(SSLEngine engine);

  /** Puts these in force for every handshake that begins from now on. */
  void certify(Map<String, Certificate> byHost);

  /** Whether its engines would rather have direct buffers than arrays. */
  boolean direct();
}
