package paas.domains;

import java.util.Locale;

/** How the DNS shows that a host belongs to an app; the first that fits counts. */
public enum Proof {
  /** A record that only the owner of the name could make, for this app. */
  TXT,
  /** The name is an alias of the app's own. */
  CNAME,
  /** The name leads to this machine: enough for a certificate, but not against another app. */
  ADDRESS;

  /** Whether it tells this app from others of this server. */
  public boolean namesTheApp() {
    return this != ADDRESS;
  }

  /** As the store and people call it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
