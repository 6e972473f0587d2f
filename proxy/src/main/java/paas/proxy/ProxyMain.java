package paas.proxy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy as a process of its own: {@code --listen HOST:PORT --state FILE [--io-threads N]}.
 * Serves the saved table and takes over a newer one when the file is replaced. Prints one line when
 * it serves, one per request with {@code --log}.
 */
public final class ProxyMain {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyMain.class);
  private static final String USAGE =
      "usage: paas-proxy --listen HOST:PORT --state FILE [--io-threads N] [--log]";
  private static final long LOOK_MILLIS = 200;
  private static final long CLOSE_MILLIS = 4000;

  private ProxyMain() {}

  public static void main(String[] args) throws InterruptedException {
    try {
      run(List.of(args));
    } catch (IllegalArgumentException e) {
      System.err.println(" !     " + e.getMessage() + "\n" + USAGE);
      System.exit(2);
    } catch (IOException e) {
      System.err.println(" !     " + e.getMessage());
      System.exit(1);
    }
  }

  private static void run(List<String> args) throws IOException, InterruptedException {
    Path state = Path.of(required(args, "--state"));
    ProxySettings settings = ProxySettings.of(address(required(args, "--listen")), state);
    String threads = option(args, "--io-threads");
    if (threads != null) {
      settings = settings.withIoThreads(Integer.parseInt(threads));
    }
    RouterLog log = args.contains("--log") ? new Printed(System.out) : RouterLog.NONE;
    // Looked at before the table is read: a table that is saved in between is seen as a change.
    Object seen = look(state);
    try (ProxyServer server = ProxyServer.start(settings, log)) {
      Thread main = Thread.currentThread();
      CountDownLatch ended = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(ended, main)));
      System.out.println(
          "paas-proxy ready http="
              + server.address().getHostString()
              + ":"
              + server.address().getPort()
              + " revision="
              + server.table().revision()
              + " pid="
              + ProcessHandle.current().pid());
      while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        Object now = look(state);
        if (!now.equals(seen)) {
          seen = now;
          reload(server);
        }
      }
    }
  }

  /** The process ends when this returns: gives the main thread time to close the proxy. */
  private static void end(CountDownLatch ended, Thread main) {
    ended.countDown();
    try {
      main.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void reload(ProxyServer server) {
    try {
      if (server.reload()) {
        LOG.info("Route table revision {} is in force", server.table().revision());
      }
    } catch (IOException | RuntimeException e) {
      LOG.error(
          "The saved route table was not taken over; revision {} stays",
          server.table().revision(),
          e);
    }
  }

  /** Something that changes when the file is replaced. */
  private static Object look(Path state) {
    try {
      BasicFileAttributes file = Files.readAttributes(state, BasicFileAttributes.class);
      return List.of(file.lastModifiedTime(), file.size(), String.valueOf(file.fileKey()));
    } catch (IOException e) {
      return "none";
    }
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("not HOST:PORT: " + text);
    }
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private static String required(List<String> args, String name) {
    String value = option(args, name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static @Nullable String option(List<String> args, String name) {
    int at = args.indexOf(name);
    return at < 0 || at + 1 == args.size() ? null : args.get(at + 1);
  }

  /** Router lines on standard output, written a batch at a time. */
  private static final class Printed implements RouterLog {
    private static final int BUFFER = 65_536;

    private final PrintStream out;

    Printed(PrintStream to) {
      out = new PrintStream(new BufferedOutputStream(to, BUFFER), false, StandardCharsets.US_ASCII);
    }

    @Override
    public void request(RequestLine line) {
      out.append(line.text()).append('\n');
    }

    @Override
    public void dropped(long lines) {
      out.append("at=warning desc=\"router lines lost\" count=" + lines + '\n');
    }

    @Override
    public void batchEnded() {
      out.flush();
    }
  }
}
