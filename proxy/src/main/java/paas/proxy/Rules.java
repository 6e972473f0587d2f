package paas.proxy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.HostName;

/**
 * What an app asks of a request before it is passed on.
 *
 * @param canonicalHost where requests for the app's other hosts are sent; null: nowhere, all serve
 * @param allow addresses and CIDR blocks that may ask; empty: everybody
 * @param logins who may ask, by HTTP's basic authentication; empty: everybody
 * @param maxBody most bytes of a request's body; 0: any number
 * @param tls what is said of TLS; null: nothing
 * @param compress whether texts are sent as gzip to those who accept it
 */
public record Rules(
    @Nullable String canonicalHost,
    List<String> allow,
    List<Login> logins,
    long maxBody,
    @Nullable Tls tls,
    boolean compress) {
  public static final Rules NONE = new Rules(null, List.of(), List.of(), 0, null);

  /**
   * How clients are led to TLS.
   *
   * @param port where they come over TLS, as they see it
   * @param hosts those that have a certificate
   * @param redirect whether requests for them that came without are sent there
   * @param hstsSeconds how long browsers are told to come over TLS alone; 0: they are not told
   */
  public record Tls(int port, Set<String> hosts, boolean redirect, long hstsSeconds) {
    public Tls {
      hosts = Set.copyOf(hosts);
      Target.require(hstsSeconds >= 0, "a negative time for HSTS");
    }
  }

  /** Rules that compress nothing. */
  public Rules(
      @Nullable String canonicalHost,
      List<String> allow,
      List<Login> logins,
      long maxBody,
      @Nullable Tls tls) {
    this(canonicalHost, allow, logins, maxBody, tls, false);
  }

  /** Those about hosts and who may come by them. */
  Rules ofHosts() {
    return new Rules(canonicalHost, allow, List.of(), 0, tls);
  }

  /** Those that hold by whatever host a request comes. */
  Rules apartFromHosts() {
    return new Rules(null, allow, logins, maxBody, null, compress);
  }

  /**
   * Checks the rules.
   *
   * @throws IllegalArgumentException when one cannot be kept
   */
  public Rules {
    Target.require(maxBody >= 0, "a negative size of a body");
    if (canonicalHost != null) {
      String name = HostName.canonical(canonicalHost);
      Target.require(name != null, "not a host name: " + canonicalHost);
      canonicalHost = name;
    }
    allow = List.copyOf(allow);
    logins = List.copyOf(logins);
    var _ = new Addresses(allow);
  }
}
