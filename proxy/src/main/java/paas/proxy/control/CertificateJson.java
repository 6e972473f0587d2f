package paas.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import paas.proxy.Certificate;

/** Certificates with their keys as JSON: each once, with the hosts that it is for. */
final class CertificateJson {
  private CertificateJson() {}

  static JsonNode of(Map<String, Certificate> byHost) {
    Map<Certificate, List<String>> hosts = new LinkedHashMap<>();
    byHost.forEach((host, one) -> hosts.computeIfAbsent(one, _ -> new ArrayList<>()).add(host));
    ArrayNode all = Link.JSON.createArrayNode();
    hosts.forEach((one, names) -> {
      ObjectNode said = all.addObject();
      names.forEach(said.putArray("hosts")::add);
      said.put("algorithm", one.key().getAlgorithm()).put("key", one.key().getEncoded());
      ArrayNode chain = said.putArray("chain");
      for (X509Certificate each : one.chain()) {
        chain.add(encoded(each));
      }
    });
    return all;
  }

  private static byte[] encoded(X509Certificate one) {
    try {
      return one.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a certificate that cannot be written", e);
    }
  }

  /**
   * Reads what {@link #of} made.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static Map<String, Certificate> read(JsonNode all) {
    Map<String, Certificate> byHost = new HashMap<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (JsonNode said : all) {
        List<X509Certificate> chain = new ArrayList<>();
        for (JsonNode each : said.path("chain")) {
          chain.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(each.binaryValue())));
        }
        KeyFactory keys = KeyFactory.getInstance(said.path("algorithm").asText());
        byte[] key = said.path("key").binaryValue();
        Certificate one =
            new Certificate(chain, keys.generatePrivate(new PKCS8EncodedKeySpec(key)));
        said.path("hosts").forEach(host -> byHost.put(host.asText(), one));
      }
    } catch (GeneralSecurityException | IOException | NullPointerException e) {
      throw new IllegalArgumentException("not certificates: " + e.getMessage(), e);
    }
    return byHost;
  }
}
