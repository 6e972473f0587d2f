package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paas.buildpacks.plan.AddedFile;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Recipe;

/** The real static file server, run as a plan starts it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaticServerTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;
  private final Process server;

  StaticServerTest(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("secret.txt"), "secret");
    Path site = Files.createDirectories(folder.resolve("app/public"));
    Files.writeString(site.resolve("index.html"), "home");
    Files.writeString(site.resolve("about.html"), "about");
    Files.writeString(site.resolve("404.html"), "lost");
    Files.writeString(site.resolve("a b%.txt"), "0123456789");
    Files.writeString(site.resolve(".env"), "secret");
    Files.createDirectories(site.resolve(".well-known"));
    Files.writeString(site.resolve(".well-known/x.json"), "{}");
    Files.createDirectories(site.resolve("docs"));
    Files.writeString(site.resolve("docs/index.html"), "docs");
    Files.write(site.resolve("large.bin"), new byte[3_000_000]);
    Files.createSymbolicLink(site.resolve("out.txt"), folder.resolve("secret.txt"));
    Files.createSymbolicLink(site.resolve("up"), folder);
    Files.createSymbolicLink(site.resolve("in.css"), Path.of("about.html"));
    port = freePort();
    server = start(folder.resolve("app"), port);
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static Process start(Path app, int port) throws IOException {
    BuildPlan plan = Samples.planOf(app);
    AddedFile added = ((Recipe) plan.build()).files().getFirst();
    Path file = app.resolve(added.path());
    Files.createDirectories(app.resolve(".paas"));
    Files.writeString(file, added.content());
    var builder =
        new ProcessBuilder(
            "sh", "-c", Objects.requireNonNull(plan.processes().get("web")).shellLine());
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("GIT_REV", "abc");
    return builder
        .directory(app.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @BeforeAll
  void answers() {
    await().atMost(LONG_ENOUGH).ignoreExceptions().until(() -> get("/").statusCode() == 200);
  }

  @AfterAll
  void stopsWhenAsked() throws Exception {
    server.destroy();
    assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "/,200,home,text/html; charset=utf-8",
    "/about,200,about,text/html; charset=utf-8",
    "/in.css,200,about,text/html; charset=utf-8",
    "/docs/,200,docs,text/html; charset=utf-8",
    "/a%20b%25.txt?x=1,200,0123456789,text/plain; charset=utf-8",
    "/.well-known/x.json,200,{},application/json",
    "/none,404,lost,text/html; charset=utf-8",
    "/about/,404,lost,text/html; charset=utf-8",
    "/.env,404,lost,text/html; charset=utf-8",
    "/out.txt,404,lost,text/html; charset=utf-8",
    "/up/secret.txt,404,lost,text/html; charset=utf-8",
    "/%2e%2e/%2e%2e/secret.txt,404,lost,text/html; charset=utf-8",
    "/x%00.html,404,lost,text/html; charset=utf-8"
  })
  void servesWhatIsInTheFolderOnly(String path, int status, String body, String type)
      throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(body);
    assertThat(response.headers().firstValue("Content-Type")).contains(type);
  }

  @Test
  void movesAFolderToItsSlash() throws Exception {
    HttpResponse<String> response = get("//docs?a=b");
    assertThat(response.statusCode()).isEqualTo(301);
    assertThat(response.headers().firstValue("Location")).contains("/docs/?a=b");
  }

  @Test
  void answersNotModified() throws Exception {
    String tag = get("/").headers().firstValue("ETag").orElseThrow();
    assertThat(get("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(get("/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4,206,234",
    "bytes=7-,206,789",
    "bytes=-3,206,789",
    "bytes=0-99,206,0123456789",
    "bytes=4-2,200,0123456789",
    "'bytes=0-1,3-4',200,0123456789"
  })
  void answersRanges(String range, int status, String body) throws Exception {
    HttpResponse<String> response = get("/a%20b%25.txt", "Range", range);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(body);
  }

  @Test
  void refusesARangeBehindTheEnd() throws Exception {
    assertThat(get("/about", "Range", "bytes=99-").statusCode()).isEqualTo(416);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /../../secret.txt HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http://x/../secret.txt HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
        "nonsense\r\n\r\n"
      })
  void refusesOddRequests(String request) throws Exception {
    assertThat(raw(request + "GET /none HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 4")
        .doesNotContain("secret");
  }

  @Test
  void answersPipelinedRequestsAndHeadInOrder() throws Exception {
    String answers =
        raw(
            "HEAD /docs/ HTTP/1.1\r\nHost: x\r\n\r\nGET /about HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answers)
        .containsOnlyOnce("about")
        .doesNotEndWith("docs")
        .contains("Content-Length: 4");
    assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
  }

  @Test
  void idleAndSlowClientsHoldUpNobody() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        idle.add(socket);
        socket
            .getOutputStream()
            .write(
                (i % 2 == 0 ? "GET /lar" : "GET /large.bin HTTP/1.1\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(get("/").body()).isEqualTo("home");
      var large =
          client.send(request("/large.bin").build(), HttpResponse.BodyHandlers.ofByteArray());
      assertThat(large.body()).hasSize(3_000_000);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(LONG_ENOUGH);
  }

  private String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) LONG_ENOUGH.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
