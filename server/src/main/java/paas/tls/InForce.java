package paas.tls;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.model.AppId;
import paas.proxy.http.HostName;
import paas.store.AutoRow;
import paas.store.CertificateRow;
import paas.store.Store;

/**
 * The certificates of apps, each opened once. One counts for its own app's hosts alone, but for the
 * platform's wildcard, which counts for the names that the platform gives.
 */
public final class InForce {
  private static final Logger LOG = LoggerFactory.getLogger(InForce.class);

  private final Store store;
  private final Map<AppId, Opened> opened = new ConcurrentHashMap<>();
  private final Map<String, Opened> openedAutomatic = new ConcurrentHashMap<>();

  private record Opened(Instant at, KeyAndChain certificate) {}

  /**
   * One that an authority issued.
   *
   * @param app null: it is the platform's
   */
  private record Automatic(@Nullable AppId app, KeyAndChain certificate) {}

  /** What was in the store when it was looked at. */
  public final class Look {
    private final Map<AppId, KeyAndChain> added = all();
    private final Map<String, Automatic> automatic = automatic();

    /** By host; hosts that have none are left out. */
    public Map<String, Served> of(AppId app, Set<String> hosts) {
      Map<String, Served> served = new HashMap<>();
      for (String host : hosts) {
        Served found = of(app, host);
        if (found != null) {
          served.put(host, found);
        }
      }
      return served;
    }

    private @Nullable Served of(AppId app, String host) {
      KeyAndChain own = added.get(app);
      if (own != null && own.covers(host)) {
        return new Served(Served.Kind.ADDED, own);
      }
      Automatic exact = automatic.get(host);
      if (exact != null && app.equals(exact.app())) {
        return new Served(Served.Kind.AUTOMATIC, exact.certificate());
      }
      Automatic wild = automatic.get(HostName.wildcard(host));
      return wild != null && (wild.app() == null || app.equals(wild.app()))
          ? new Served(Served.Kind.WILDCARD, wild.certificate())
          : null;
    }
  }

  public InForce(Store store) {
    this.store = store;
  }

  /** All that counts now. */
  public Look look() {
    return new Look();
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

  private Map<String, Automatic> automatic() {
    Map<String, Automatic> all = new HashMap<>();
    for (AutoRow row : store.autoCertificates().rows()) {
      Instant at = row.issuedAt();
      if (row.issued() && at != null) {
        try {
          all.put(row.host(), new Automatic(row.app(), open(row, at)));
        } catch (RuntimeException e) {
          LOG.error("the certificate of {} cannot be used: {}", row.host(), e.getMessage());
        }
      }
    }
    openedAutomatic.keySet().retainAll(all.keySet());
    return all;
  }

  /** One that was issued, ready for use. */
  public KeyAndChain open(AutoRow row) {
    return open(row, Objects.requireNonNull(row.issuedAt()));
  }

  private KeyAndChain open(AutoRow row, Instant at) {
    return openedAutomatic
        .compute(
            row.host(),
            (_, known) ->
                known != null && known.at().equals(at) ? known : new Opened(at, opened(row)))
        .certificate();
  }

  private KeyAndChain opened(AutoRow row) {
    return KeyAndChain.kept(String.valueOf(row.chain()), store.autoCertificates().key(row));
  }

  /** What is kept, ready for use. */
  public KeyAndChain open(CertificateRow row) {
    return opened
        .compute(
            row.app(),
            (_, known) ->
                known != null && known.at().equals(row.addedAt())
                    ? known
                    : new Opened(row.addedAt(), opened(row)))
        .certificate();
  }

  private KeyAndChain opened(CertificateRow row) {
    return KeyAndChain.kept(row.chain(), store.certificates().key(row));
  }
}
