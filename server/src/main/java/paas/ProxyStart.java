package paas;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.model.UserError;
import paas.proxy.CannotListenException;
import paas.proxy.Proxy;
import paas.proxy.ProxyServer;
import paas.proxy.ProxySettings;
import paas.proxy.RouterLog;
import paas.proxy.UnreadableTableException;
import paas.proxy.control.RemoteProxy;
import paas.proxy.control.Starter;

/** Brings the proxy up, where the settings want it. */
final class ProxyStart {
  private static final Logger log = LoggerFactory.getLogger(ProxyStart.class);
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration GONE = Duration.ofSeconds(15);

  private final SettingsFile settings;
  private final DataFolder data;
  private final RouterLog lines;

  ProxyStart(SettingsFile settings, DataFolder data, RouterLog lines) {
    this.settings = settings;
    this.data = data;
    this.lines = lines;
  }

  Proxy open() throws IOException {
    ProxySettings how = how();
    try {
      return switch (settings.proxy().process()) {
        case EMBEDDED -> embedded(how);
        case OWN -> remote(new ProxyProcess(data, how));
        case SERVICE -> {
          new ProxyProcess(data, how).writeSettings();
          yield service();
        }
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.failed("the start was interrupted", "start again");
    }
  }

  private ProxySettings how() {
    InetSocketAddress listen = new InetSocketAddress(settings.listen(), settings.httpPort());
    ProxySettings plain =
        ProxySettings.of(listen, data.routes())
            .withTrustedProxies(settings.proxy().trusted())
            .withLimits(settings.proxy().limits())
            .withEdge(settings.proxy().edge())
            .withSight(settings.proxy().sight(data.root()));
    return settings.httpsPort() == 0
        ? plain
        : plain.withTls(new InetSocketAddress(settings.listen(), settings.httpsPort()));
  }

  private Proxy embedded(ProxySettings how) throws IOException, InterruptedException {
    endOwn(data);
    try {
      return listening(how);
    } catch (CannotListenException e) {
      String option =
          e.address().equals(how.listenTls())
              ? "--https-port PORT"
              : "--http-port PORT" + Paas.OR_ANY;
      Paas.throwIfTaken(e, option, e.address());
      throw e;
    }
  }

  /** A saved table that cannot be read is set aside by the proxy: the store has all it said. */
  private Proxy listening(ProxySettings how) throws IOException {
    try {
      return ProxyServer.start(how, lines);
    } catch (UnreadableTableException e) {
      log.warn("{} The routes are made anew from the store.", e.getMessage());
      return ProxyServer.start(how, lines);
    }
  }

  private Proxy remote(ProxyProcess process) throws InterruptedException {
    try {
      return RemoteProxy.connect(data.proxySocket(), process, lines, CONNECT);
    } catch (IOException e) {
      throw UserError.failed(
          "the proxy does not serve: " + e.getMessage(),
          "mend that, or start with --proxy embedded");
    }
  }

  private Proxy service() throws InterruptedException {
    try {
      return RemoteProxy.connect(data.proxySocket(), Starter.NONE, lines, CONNECT);
    } catch (IOException e) {
      throw UserError.failed(
          e.getMessage() + ", and it is to be a service of its own",
          "start that, see docs/operating.md; or start with --proxy own");
    }
  }

  /** Ends the proxy's own process, if there is one; true when there was. */
  static boolean endOwn(DataFolder data) throws IOException, InterruptedException {
    if (!RemoteProxy.stop(data.proxySocket())) {
      return false;
    }
    long end = System.nanoTime() + GONE.toNanos();
    while (RemoteProxy.stop(data.proxySocket()) && System.nanoTime() - end < 0) {
      Thread.sleep(50);
    }
    return true;
  }
}
