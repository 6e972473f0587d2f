package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paas.proxy.figures.AppFigures;

/** What somebody who watches a proxy gets to see. */
class SightTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private static Sight on(@Nullable Path log) {
    return new Sight(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        log == null ? null : new Sight.AccessLog(log, 4096, 3));
  }

  @Test
  void requestsAreCountedWhereTheyWent() throws Exception {
    try (Backend backend =
            new Backend(call -> {
              call.body();
              call.ok("fine");
            });
        House house = new House(settings -> settings.withSight(on(null)))) {
      house.serve(backend.target("t1"));
      house.get("/");
      house.ask(
          "POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc");
      house.ask(
          "GET / HTTP/1.1\r\nHost: other.test\r\n\r\n"
              .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
      house.serve(new Target("t2", "127.0.0.1", 1, "web.1"));
      house.get("/");
      await().atMost(SOON).until(() -> figures(house, "shop").total().requests() == 3);
      AppFigures shop = figures(house, "shop");
      assertThat(shop.total().byClass()).containsExactly(0L, 2L, 0L, 0L, 1L);
      assertThat(shop.total().errors()).hasSize(1).containsKey("H10");
      assertThat(shop.total().bytesIn()).isEqualTo(3);
      assertThat(shop.total().bytesOut()).isGreaterThan(8);
      assertThat(shop.inFlight()).isZero();
      assertThat(figures(house, "").total().byClass()).containsExactly(0L, 0L, 0L, 1L, 0L);
      InetSocketAddress at = Objects.requireNonNull(house.proxy.metricsAddress());
      try (HttpClient http = HttpClient.newHttpClient()) {
        URI uri = URI.create("http://127.0.0.1:" + at.getPort() + "/metrics");
        HttpResponse<String> read =
            http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(read.body())
            .contains("paas_proxy_requests_total{app=\"shop\",status=\"2xx\"} 2\n");
        HttpRequest post =
            HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
        assertThat(http.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
            .isEqualTo(405);
      }
    }
  }

  @Test
  void figuresAreServedAsSoonAsTheAddressIsFree() throws Exception {
    ServerSocket before = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    InetSocketAddress taken = (InetSocketAddress) before.getLocalSocketAddress();
    try (House house = new House(settings -> settings.withSight(new Sight(taken, null)))) {
      assertThat(house.proxy.metricsAddress()).isNull();
      assertThat(house.get("/")).as("requests do not wait for it").startsWith("HTTP/1.1 404");
      before.close();
      await().atMost(SOON).until(() -> house.proxy.metricsAddress() != null);
    }
  }

  private static AppFigures figures(House house, String app) {
    return house.proxy.figures().apps().stream()
        .filter(one -> one.app().equals(app))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theAccessLogIsKeptInFilesOfBoundedSize() throws IOException {
    Path file = folder.resolve("access.log");
    try (AccessLogFile log = new AccessLogFile(new Sight.AccessLog(file, 4096, 3))) {
      for (int i = 0; i < 200; i++) {
        log.request(line(i));
        log.batchEnded();
      }
    }
    assertThat(folder.resolve("access.log.3")).doesNotExist();
    Map<String, Integer> sizes = new java.util.TreeMap<>();
    for (String name : new String[] {"access.log.2", "access.log.1", "access.log"}) {
      Path one = folder.resolve(name);
      assertThat(Files.size(one)).isLessThanOrEqualTo(4096);
      sizes.put(name, Files.readAllLines(one).size());
    }
    assertThat(sizes.get("access.log.1")).isEqualTo(sizes.get("access.log.2")).isGreaterThan(10);
    assertThat(Files.readAllLines(file).getLast())
        .matches("\\S+Z app=shop at=info method=GET path=\"/199\\?a=\\\\u000ab\" .*");
  }

  private static RequestLine line(int number) {
    return new RequestLine(
        Instant.now(),
        "shop",
        "v1",
        "GET",
        "/" + number + "?a=\nb",
        "shop.test",
        "id",
        "192.0.2.7",
        "web.1",
        0,
        1,
        200,
        4,
        "http",
        null,
        null);
  }

  @Test
  void aLogThatWasMovedAwayIsBegunAnewAndAFolderThatGoesCostsOnlyLines() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Path file = logs.resolve("access.log");
    try (Backend backend = new Backend(call -> call.ok("fine"));
        House house = new House(settings -> settings.withSight(on(file)))) {
      house.serve(backend.target("t1"));
      house.get("/first");
      await().atMost(SOON).until(() -> Files.exists(file) && Files.size(file) > 0);
      Files.move(file, logs.resolve("moved"));
      await()
          .atMost(SOON)
          .until(() -> house.get("/again").contains("200 OK") && Files.exists(file));
      Files.delete(file);
      Files.delete(logs.resolve("moved"));
      Files.delete(logs);
      Instant began = Instant.now();
      await()
          .atMost(SOON)
          .until(() ->
              house.get("/lost").contains("200 OK")
                  && began.plusMillis(1500).isBefore(Instant.now()));
      Files.createDirectory(logs);
      await()
          .atMost(SOON)
          .until(() ->
              house.get("/back").contains("200 OK")
                  && Files.exists(file)
                  && Files.readString(file).contains("router lines lost"));
      assertThat(Files.readAllLines(file)).allMatch(line -> line.contains("at="));
    }
  }
}
