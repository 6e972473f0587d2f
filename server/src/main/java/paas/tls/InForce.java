package paas.tls;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.model.AppId;
import paas.proxy.Certificate;
import paas.store.CertificateRow;
import paas.store.Store;

/** The certificates of apps, each opened once. One counts for its own app's hosts alone. */
public final class InForce {
  private static final Logger LOG = LoggerFactory.getLogger(InForce.class);

  private final Store store;
  private final Map<AppId, Opened> opened = new ConcurrentHashMap<>();

  private record Opened(Instant addedAt, KeyAndChain certificate) {}

  public InForce(Store store) {
    this.store = store;
  }

  /** By app. One that cannot be opened is told in the log and left out. */
  public Map<AppId, KeyAndChain> all() {
    Map<AppId, KeyAndChain> all = new HashMap<>();
    for (CertificateRow row : store.certificates().all()) {
      try {
        all.put(row.app(), open(row));
      } catch (RuntimeException e) {
        LOG.error("the certificate of {} cannot be used: {}", row.app(), e.getMessage());
      }
    }
    opened.keySet().retainAll(all.keySet());
    return all;
  }

  public Optional<KeyAndChain> of(AppId app) {
    return store.certificates().of(app).map(this::open);
  }

  /** What is kept, ready for use. */
  public KeyAndChain open(CertificateRow row) {
    return opened
        .compute(
            row.app(),
            (_, known) ->
                known != null && known.addedAt().equals(row.addedAt())
                    ? known
                    : new Opened(row.addedAt(), opened(row)))
        .certificate();
  }

  private KeyAndChain opened(CertificateRow row) {
    return KeyAndChain.kept(row.chain(), store.certificates().key(row));
  }

  /** What the proxy is told of one app. */
  public static Map<String, Certificate> served(KeyAndChain certificate, Set<String> hosts) {
    Certificate served = certificate.served();
    return hosts.stream()
        .filter(certificate::covers)
        .collect(Collectors.toMap(host -> host, _ -> served));
  }
}
