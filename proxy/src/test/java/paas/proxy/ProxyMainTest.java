package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The proxy alone, as a process with nothing but its own class path and a small heap. */
@Timeout(60)
class ProxyMainTest {
  private static final long LARGE = 300L << 20;

  @TempDir Path folder;

  private Process start(Path state) throws IOException {
    List<String> own =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
            .filter(part ->
                !part.contains("test-classes")
                    && !part.matches(".*(junit|assertj|archunit|awaitility).*"))
            .toList();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx40m",
            "-XX:MaxDirectMemorySize=8m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(
        List.of("--sun-misc-unsafe-memory-access=allow", "-Dorg.jboss.logging.provider=slf4j"));
    command.addAll(
        List.of("-cp", String.join(java.io.File.pathSeparator, own), "paas.proxy.ProxyMain"));
    command.addAll(
        List.of("--listen", "127.0.0.1:0", "--state", state.toString(), "--io-threads", "1"));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /**
   * Reads up to the ready line; the rest of the output is read away, so that the process never
   * waits for us.
   */
  private static InetSocketAddress ready(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("paas-proxy ready http=")) {
        Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
        String port = line.replaceAll(".*http=[^ ]*:([0-9]+) .*", "$1");
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
      }
    }
    throw new IOException("the proxy ended with " + process.exitValue());
  }

  private static RouteTable table(long revision, Target target) {
    AppRoute shop =
        new AppRoute(
            "shop",
            "v" + revision,
            Set.of("shop.test"),
            AppRoute.Mode.SERVING,
            List.of(target),
            Timeouts.DEFAULT);
    return new RouteTable(revision, List.of(shop));
  }

  private static String get(InetSocketAddress proxy) throws IOException {
    try (RawClient client = new RawClient(proxy)) {
      return client.send("GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n").toEnd();
    }
  }

  @Test
  void servesTheSavedTableAndTakesOverANewerOne() throws Exception {
    TableFile file = new TableFile(folder.resolve("routes.json"));
    try (Backend one = new Backend(call -> call.ok("one"));
        Backend two = new Backend(call -> call.ok("two"))) {
      file.save(table(1, one.target("t1")));
      Process process = start(folder.resolve("routes.json"));
      try {
        InetSocketAddress proxy = ready(process);
        assertThat(get(proxy)).endsWith("one");
        file.save(table(2, two.target("t2")));
        Awaitility.await()
            .atMost(Duration.ofSeconds(5))
            .untilAsserted(() -> assertThat(get(proxy)).endsWith("two"));
        file.save(table(1, one.target("t1")));
        assertThat(get(proxy)).as("an older table is not taken over").endsWith("two");
        process.destroy();
        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void bodiesOfAnySizePassInASmallHeap() throws Exception {
    byte[] block = new byte[1 << 16];
    try (Backend backend =
        new Backend(call -> {
          if (call.line().startsWith("POST")) {
            call.ok("got " + count(call.in(), LARGE));
          } else {
            call.write("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
            fill(call.out(), block);
          }
        })) {
      Path state = folder.resolve("routes.json");
      new TableFile(state).save(table(1, backend.target("t1")));
      Process process = start(state);
      try {
        InetSocketAddress proxy = ready(process);
        // A client that does not read: what it does not take must wait at the target, not in the
        // proxy.
        try (RawClient lazy = new RawClient(proxy);
            RawClient client = new RawClient(proxy)) {
          lazy.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
          client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
          assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
          assertThat(count(client.in, LARGE)).isEqualTo(LARGE);
          client.send(
              "POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: " + LARGE + "\r\n\r\n");
          fill(client.socket.getOutputStream(), block);
          assertThat(client.answer()).endsWith("got " + LARGE);
        }
        assertThat(process.isAlive()).isTrue();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static void fill(OutputStream out, byte[] block) throws IOException {
    for (long sent = 0; sent < LARGE; sent += block.length) {
      out.write(block);
    }
    out.flush();
  }

  private static long count(InputStream in, long most) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    while (total < most) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, most - total));
      if (count < 0) {
        break;
      }
      total += count;
    }
    return total;
  }
}
