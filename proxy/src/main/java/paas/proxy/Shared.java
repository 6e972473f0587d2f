package paas.proxy;

import java.util.concurrent.atomic.AtomicInteger;

/** What all I/O threads of one proxy share. */
final class Shared {
  final ProxySettings settings;
  final Routes routes;
  final LogRing log;
  final Addresses trusted;
  final ErrorPages pages = new ErrorPages();

  /** Those of HTTP/2 connections that carry a request or did. */
  final AtomicInteger streams = new AtomicInteger();

  final Callers callers;
  final Floods floods = new Floods();
  final Held held;
  final Notices notices;
  final long beganNanos = System.nanoTime();
  final long beganMillis = System.currentTimeMillis();

  /** Whether clients are to come back on new connections. */
  volatile boolean retiring;

  Shared(ProxySettings settings, Routes routes, LogRing log, Notices notices) {
    this.settings = settings;
    this.routes = routes;
    this.log = log;
    this.notices = notices;
    held = new Held(settings.limits().heldPerApp());
    trusted = new Addresses(settings.trustedProxies());
    callers =
        new Callers(
            settings.limits().connections(), settings.edge().connectionsPerAddress(), trusted);
  }
}
