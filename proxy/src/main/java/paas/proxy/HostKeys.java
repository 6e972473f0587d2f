package paas.proxy;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.HostName;

/**
 * The certificates in force, by the host that a client asks for, else by the wildcard that stands
 * for it. Whoever asks for none, or for one that has none, gets none: the handshake fails, and no
 * app's name is told.
 */
final class HostKeys extends X509ExtendedKeyManager {
  /** One set of certificates. Handshakes under way end with the set that they began with. */
  private record Generation(long number, Map<String, Certificate> byHost) {
    @Nullable Certificate of(String alias) {
      int colon = alias.indexOf(':');
      return alias.substring(0, colon).equals("" + number)
          ? find(alias.substring(colon + 1))
          : null;
    }

    @Nullable Certificate find(String host) {
      Certificate exact = byHost.get(host);
      return exact == null ? byHost.get(HostName.wildcard(host)) : exact;
    }
  }

  private volatile Generation now = new Generation(0, Map.of());
  private volatile Generation before = now;

  /** Puts these in force for every handshake that begins from now on. */
  synchronized void replace(Map<String, Certificate> byHost) {
    before = now;
    now = new Generation(before.number() + 1, Map.copyOf(byHost));
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    Generation current = now;
    String host = asked(engine);
    Certificate found = host == null ? null : current.find(host);
    boolean fits = found != null && found.key().getAlgorithm().equals(algorithm(keyType));
    return fits ? current.number() + ":" + host : null;
  }

  private static @Nullable String asked(SSLEngine engine) {
    if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
      List<SNIServerName> names = session.getRequestedServerNames();
      for (SNIServerName name : names) {
        if (name instanceof SNIHostName host) {
          return HostName.canonical(host.getAsciiName());
        }
      }
    }
    return null;
  }

  private static String algorithm(String keyType) {
    return keyType.equals("RSASSA-PSS") ? "RSA" : keyType.startsWith("EC") ? "EC" : keyType;
  }

  private @Nullable Certificate find(String alias) {
    Certificate found = now.of(alias);
    return found == null ? before.of(alias) : found;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    Certificate found = find(alias);
    return found == null ? null : found.chain().toArray(new X509Certificate[0]);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    Certificate found = find(alias);
    return found == null ? null : found.key();
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }
}
