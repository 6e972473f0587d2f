package paas.acme;

import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import paas.domains.DomainName;
import paas.route.Router;

/** Shows an authority that a host is ours: by the proxy, or in the DNS for wildcards. */
final class Solver {
  private final Router router;
  private final @Nullable DnsHook dns;

  Solver(Router router, @Nullable DnsHook dns) {
    this.router = router;
    this.dns = dns;
  }

  /** One challenge that is being met; closed when the authority has looked. */
  interface Open extends AutoCloseable {
    Challenge challenge();

    @Override
    void close();
  }

  /** Meets the challenge that fits the host, up to where the authority may look. */
  Open open(DomainName host, Authorization asked) throws OrderFailed, InterruptedException {
    return host.wildcard() ? inDns(host, asked) : inProxy(host, asked);
  }

  private Open inProxy(DomainName host, Authorization asked) throws OrderFailed {
    Http01Challenge http =
        asked
            .findChallenge(Http01Challenge.class)
            .orElseThrow(() -> new OrderFailed("the authority offers no http-01 for " + host));
    paas.proxy.Challenge open =
        new paas.proxy.Challenge(host.ascii(), http.getToken(), http.getAuthorization());
    router.open(open);
    return new Open() {
      @Override
      public Challenge challenge() {
        return http;
      }

      @Override
      public void close() {
        router.close(open);
      }
    };
  }

  private Open inDns(DomainName host, Authorization asked)
      throws OrderFailed, InterruptedException {
    DnsHook hook = dns;
    if (hook == null) {
      throw new OrderFailed(
          "a wildcard is proven in the DNS: set acme.dns-hook to a program that writes TXT records");
    }
    Dns01Challenge dns01 =
        asked
            .findChallenge(Dns01Challenge.class)
            .orElseThrow(() -> new OrderFailed("the authority offers no dns-01 for " + host));
    String name = "_acme-challenge." + host.base();
    String value = dns01.getDigest();
    hook.run("present", name, value);
    return new Open() {
      @Override
      public Challenge challenge() {
        return dns01;
      }

      @Override
      public void close() {
        hook.cleanUp(name, value);
      }
    };
  }
}
