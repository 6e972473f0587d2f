package paas.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.proxy.ProxyServer;
import paas.proxy.ProxySettings;
import paas.proxy.RouterLog;

/**
 * The proxy as a process of its own. Serves the saved table with nobody's help; takes over from a
 * proxy that is already there, without a request lost; is asked for anything else through its
 * control socket. Prints one line when it serves.
 */
public final class ProxyMain {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyMain.class);
  private static final Path MIGRATE = Path.of("/proc/sys/net/ipv4/tcp_migrate_req");
  private static final long LOOK_MILLIS = 100;
  private static final long CLOSE_MILLIS = 4000;

  /** How long one that was taken over from waits for its last clients. */
  private static final Duration LAST_CLIENTS = Duration.ofSeconds(60);

  private ProxyMain() {}

  public static void main(String[] args) throws InterruptedException {
    try {
      run(Options.of(List.of(args)));
    } catch (IllegalArgumentException e) {
      System.err.println(" !     " + e.getMessage() + "\n" + Options.USAGE);
      System.exit(2);
    } catch (IOException e) {
      System.err.println(" !     " + e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Options options) throws IOException, InterruptedException {
    Path control = options.control();
    RouterLog printed = options.printed() ? new PrintedLog(System.out) : RouterLog.NONE;
    if (control == null) {
      try (ProxyServer server = ProxyServer.start(options.settings(), printed)) {
        ready(server);
        Thread.currentThread().join();
      }
      return;
    }
    Listeners listeners = new Listeners(printed);
    try (Serving serving = start(options, control, listeners)) {
      serving.untilOver();
    }
  }

  /** Two that are started at once take over one after the other. */
  private static Serving start(Options options, Path control, Listeners listeners)
      throws IOException, InterruptedException {
    Path lock = control.resolveSibling(control.getFileName() + ".lock");
    try (FileChannel file =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = file.lock()) {
      Predecessor before = Predecessor.find(control, listeners);
      ProxySettings settings =
          before == null ? options.settings() : inPlaceOf(before, options.settings());
      CertificateFile certificates =
          new CertificateFile(control.resolveSibling("certificates.json"));
      ProxyServer server =
          before == null
              ? ProxyServer.start(settings, listeners)
              : ProxyServer.startBeside(settings, listeners);
      server.certify(certificates.load());
      ControlServer door =
          new ControlServer(control, server, options.identity(), certificates, listeners, before);
      if (before != null) {
        warnOfKernel();
        before.retire();
      }
      ready(server);
      return new Serving(server, door);
    }
  }

  private static void warnOfKernel() {
    try {
      if (Files.readString(MIGRATE).strip().equals("0")) {
        LOG.warn(
            "{} is 0: connections that wait to be accepted at this moment are reset",
            "net.ipv4.tcp_migrate_req");
      }
    } catch (IOException e) {
      LOG.debug("not a kernel that has the setting", e);
    }
  }

  /** Any free port was asked for: it is the one that clients know already. */
  private static ProxySettings inPlaceOf(Predecessor before, ProxySettings settings) {
    JsonNode said = before.hello();
    InetSocketAddress tls = settings.listenTls();
    return settings.at(
        known(settings.listen(), said.path("http")),
        tls == null ? null : known(tls, said.path("https")));
  }

  private static InetSocketAddress known(InetSocketAddress wanted, JsonNode there) {
    return wanted.getPort() == 0 && there.path("port").asInt() != 0
        ? new InetSocketAddress(wanted.getAddress(), there.path("port").asInt())
        : wanted;
  }

  private static void ready(ProxyServer server) {
    InetSocketAddress tls = server.tlsAddress();
    System.out.println(
        "paas-proxy ready http="
            + Addresses.text(server.address())
            + (tls == null ? "" : " https=" + Addresses.text(tls))
            + " revision="
            + server.table().revision()
            + " pid="
            + ProcessHandle.current().pid());
  }

  private record Serving(ProxyServer server, ControlServer door) implements AutoCloseable {
    /** Until it is told to end, or has handed over and its last client has gone. */
    void untilOver() throws InterruptedException {
      Thread main = Thread.currentThread();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(door, main)));
      door.awaitStop();
      if (door.retired()) {
        long end = System.nanoTime() + LAST_CLIENTS.toNanos();
        while (server.connections() > 0 && System.nanoTime() - end < 0) {
          server.tellToGo();
          Thread.sleep(LOOK_MILLIS);
        }
      }
    }

    /** The process ends when this returns: gives the main thread time to close the proxy. */
    private static void end(ControlServer door, Thread main) {
      door.stop();
      try {
        main.join(CLOSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      server.close();
      door.close();
    }
  }
}
