package paas.tls;

import java.util.Locale;

/** The certificate that counts for a host, and where it is from. */
public record Served(Kind kind, KeyAndChain certificate) {
  /** Where a certificate is from. */
  public enum Kind {
    /** Somebody brought it: it comes before all others. */
    ADDED,
    /** An authority issued it for the host. */
    AUTOMATIC,
    /** It is the platform's own wildcard, or one of the app's. */
    WILDCARD;

    /** As people call it. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
