package paas.proxy;

import java.util.concurrent.atomic.AtomicInteger;

/** What all I/O threads of one proxy share. */
final class Shared {
  final ProxySettings settings;
  final Routes routes;
  final LogRing log;
  final TrustedPeers trusted;
  final ErrorPages pages = new ErrorPages();
  final AtomicInteger connections = new AtomicInteger();

  Shared(ProxySettings settings, Routes routes, LogRing log) {
    this.settings = settings;
    this.routes = routes;
    this.log = log;
    trusted = new TrustedPeers(settings.trustedProxies());
  }
}
