package paas.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all I/O threads of one proxy share. */
final class Shared {
  final ProxySettings settings;
  final Routes routes;
  final LogRing log;
  final TrustedPeers trusted;
  final ErrorPages pages = new ErrorPages();
  final AtomicInteger connections = new AtomicInteger();

  /** Requests that were ended because their target's drain was over. */
  final AtomicLong cut = new AtomicLong();

  Shared(ProxySettings settings, Routes routes, LogRing log) {
    this.settings = settings;
    this.routes = routes;
    this.log = log;
    trusted = new TrustedPeers(settings.trustedProxies());
  }
}
