package paas.proxy;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What proves to clients that they speak with the right one.
 *
 * @param chain the host's own first, then those that vouch for it, without the root
 * @param key the private key of the first
 */
public record Certificate(List<X509Certificate> chain, PrivateKey key) {
  public Certificate {
    Target.require(!chain.isEmpty(), "a certificate without a chain");
    chain = List.copyOf(chain);
  }
}
