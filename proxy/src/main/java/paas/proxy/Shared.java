package paas.proxy;

import java.util.concurrent.atomic.AtomicInteger;

/** What all I/O threads of one proxy share. */
final class Shared {
  final ProxySettings settings;
  final Routes routes;
  final LogRing log;
  final Addresses trusted;
  final ErrorPages pages = new ErrorPages();
  final AtomicInteger connections = new AtomicInteger();
  final Held held;
  final long beganNanos = System.nanoTime();
  final long beganMillis = System.currentTimeMillis();

  /** Whether clients are to come back on new connections. */
  volatile boolean retiring;

  Shared(ProxySettings settings, Routes routes, LogRing log) {
    this.settings = settings;
    this.routes = routes;
    this.log = log;
    held = new Held(settings.limits().heldPerApp());
    trusted = new Addresses(settings.trustedProxies());
  }
}
