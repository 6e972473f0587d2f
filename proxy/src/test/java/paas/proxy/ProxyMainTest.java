package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The proxy alone, as a process with nothing but its own class path and a small heap. */
@Timeout(60)
class ProxyMainTest {
  private static final long LARGE = 300L << 20;

  @TempDir Path folder;

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
      try (OwnProcess process = new OwnProcess(state)) {
        InetSocketAddress proxy = process.address;
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
        assertThat(process.process.isAlive()).isTrue();
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
