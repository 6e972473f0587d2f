package paas.route;

import paas.model.AppName;

/**
 * The names that apps answer to without being asked, and the URLs made of them.
 *
 * @param domain the part after the app's name, such as {@code localhost}
 * @param port the port that clients dial
 * @param tlsPort the port that they dial over TLS; 0: none
 */
public record Hosts(String domain, int port, int tlsPort) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** The name that every app has: {@code shop.localhost}. */
  public String own(AppName app) {
    return app + "." + domain;
  }

  /** Whether a name is the platform's to give: no app may claim it. */
  public boolean owns(String host) {
    return host.equals(domain) || host.endsWith("." + domain);
  }

  /** Whether the names lead each machine to itself, so that nobody could vouch for them. */
  public boolean local() {
    return domain.equals("localhost") || domain.endsWith(".localhost");
  }

  /** {@code http://shop.localhost:8080}. */
  public String url(String host) {
    return "http://" + header(host);
  }

  /** {@code https://shop.example.com:8443}; there must be a port for it. */
  public String secureUrl(String host) {
    return "https://" + host + (tlsPort == HTTPS ? "" : ":" + tlsPort);
  }

  /** What a client that dials the URL sends as {@code Host}. */
  public String header(String host) {
    return host + (port == HTTP ? "" : ":" + port);
  }
}
