package paas;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import paas.domains.Prover;

/**
 * How hosts are shown to be an app's own.
 *
 * @param dns the server that is asked, {@code HOST:PORT}; "": as the machine is set up
 * @param addresses under which the world reaches this machine; empty: those that it has
 * @param tombstone how long a host that an app gave up is kept from other apps
 */
record DomainSetting(String dns, List<String> addresses, Duration tombstone) {
  static final DomainSetting DEFAULT = new DomainSetting("", List.of(), Duration.ofDays(7));

  DomainSetting {
    addresses = List.copyOf(addresses);
    BadSetting.unless(
        dns.matches("|([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?"),
        "dns",
        "is not an address and a port such as 127.0.0.1:53");
    addresses.forEach(DomainSetting::address);
    BadSetting.unless(!tombstone.isNegative(), "tombstone", "is too short");
  }

  private static void address(String text) {
    try {
      InetAddress _ = InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new BadSetting("addresses", "has '" + text + "', which is no address");
    }
  }

  Prover prover() {
    return new Prover(dns, addresses);
  }
}
