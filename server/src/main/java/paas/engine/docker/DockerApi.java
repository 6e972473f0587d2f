package paas.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import paas.engine.EngineUnavailable;

/**
 * Docker's API at a version that both sides speak: the library's typed commands, and raw requests
 * through its transport for what the library cannot say. The library's unix sockets know no
 * time-outs, so every call runs on a thread of its own that is interrupted at its deadline.
 */
final class DockerApi implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** For a look at what is there, which changes nothing. */
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** After so long it is asked whether Docker answers at all. */
  private static final Duration DOUBT = Duration.ofSeconds(4);

  private static final int NEWEST_MINOR = 44;
  private static final int MOST_CONNECTIONS = 2048;

  private static final Request PING = raw("GET", "/_ping").build();

  private final DockerHttpClient http;
  private final DockerClientConfig config;
  private final DockerClient client;
  private final int minor;
  private final boolean buildKit;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final Presence presence = new Presence(calls, this::ping);

  DockerApi(String host) {
    DockerClientConfig plain =
        DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(host).build();
    http =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(plain.getDockerHost())
            .sslConfig(plain.getSSLConfig())
            .maxConnections(MOST_CONNECTIONS)
            .build();
    try (Response ping = first(calls.submit(() -> http.execute(PING)))) {
      minor = Math.min(minorOf(ping.getHeader("Api-Version")), NEWEST_MINOR);
      // Podman speaks this API without BuildKit and marks itself with a header of its own.
      buildKit = minor >= 39 && ping.getHeader("Libpod-API-Version") == null;
    }
    config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host)
            .withApiVersion(version())
            .build();
    client = DockerClientImpl.getInstance(config, http);
  }

  private static Response first(Future<Response> ping) {
    try {
      return ping.get(Presence.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new EngineUnavailable("Docker does not answer (" + Presence.SILENT + ")", e);
    } catch (ExecutionException e) {
      throw new EngineUnavailable("Docker does not answer (" + root(e) + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailable("interrupted (ping)", e);
    } finally {
      ping.cancel(true);
    }
  }

  private static int minorOf(@Nullable String version) {
    if (version == null || !version.matches("1\\.\\d{1,4}")) {
      throw new EngineUnavailable("what answers there is no Docker engine", new IOException());
    }
    return Integer.parseInt(version.substring(2));
  }

  /** The version in use, such as {@code 1.41}. */
  String version() {
    return "1." + minor;
  }

  boolean atLeast(int wanted) {
    return minor >= wanted;
  }

  boolean hasBuildKit() {
    return buildKit;
  }

  /** The credentials that this user has for an image's registry; null for none. */
  @Nullable AuthConfig credentials(String image) {
    return config.effectiveAuthConfig(image);
  }

  /** One typed command. */
  <T extends @Nullable Object> T call(String what, Function<DockerClient, T> command)
      throws InterruptedException {
    return within(PATIENCE, what, () -> command.apply(client));
  }

  /** One typed command for callers that cannot be interrupted. */
  <T extends @Nullable Object> T ask(String what, Function<DockerClient, T> command) {
    return unwrap(what, () -> command.apply(client));
  }

  /**
   * Sees whether a thing is there, whatever it is like.
   *
   * @param name may be any text
   * @throws Refused with {@link Refused#NOT_FOUND}
   */
  void find(String kind, String name) {
    Request look = request("GET", "/" + kind + "/" + encoded(name) + "/json", Map.of()).build();
    unwrap(
        "inspect " + name,
        () -> {
          accepted("inspect " + name, look).close();
          return true;
        });
  }

  /** Sends a raw request and reads the whole answer, within a deadline; empty gives null. */
  JsonNode json(String what, Request request, Duration deadline) throws InterruptedException {
    return within(
        deadline,
        what,
        () -> {
          try (Response response = accepted(what, request)) {
            return JSON.readTree(response.getBody());
          }
        });
  }

  /** Sends a raw request; returns when the answer begins. The caller reads and closes it. */
  Response open(String what, Request request) throws InterruptedException {
    return within(PATIENCE, what, () -> accepted(what, request));
  }

  /** A raw request of the version in use. */
  Request.Builder request(String method, String path, Map<String, String> query) {
    String tail =
        query.entrySet().stream()
            .map(pair -> pair.getKey() + "=" + encoded(pair.getValue()))
            .collect(Collectors.joining("&"));
    return raw(method, "/v" + version() + path + (tail.isEmpty() ? "" : "?" + tail));
  }

  private static Request.Builder raw(String method, String path) {
    Request.Builder builder = Request.builder();
    builder.method(method);
    builder.path(path);
    return builder;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** Sends a raw request whose connection becomes a container's streams. */
  Hijack hijack(String what, String path, String body) throws InterruptedException {
    return within(PATIENCE, what, () -> Hijack.open(config, "/v" + version() + path, body));
  }

  /**
   * Gives a connection of ours to Docker, which asks on it by HTTP/2 what a build wants to know.
   */
  Hijack session(String id, List<String> methods) throws InterruptedException {
    Map<String, List<String>> headers =
        Map.of(
            "Upgrade", List.of("h2c"),
            "X-Docker-Expose-Session-Uuid", List.of(id),
            "X-Docker-Expose-Session-Name", List.of("paas"),
            "X-Docker-Expose-Session-Grpc-Method", methods);
    String path = "/v" + version() + "/session";
    return within(PATIENCE, "build session", () -> Hijack.open(config, path, "", headers));
  }

  /** As {@link #open}, for callers that keep their own deadline. */
  Response accepted(String what, Request request) throws IOException {
    Response response = http.execute(request);
    if (response.getStatusCode() < 300) {
      return response;
    }
    try (response) {
      byte[] body = response.getBody().readNBytes(64 << 10);
      String text = new String(body, StandardCharsets.UTF_8);
      throw new Refused(what, response.getStatusCode(), reason(text));
    }
  }

  private <T extends @Nullable Object> T unwrap(String what, Callable<T> call) {
    try {
      return within(LOOK, what, call);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailable("interrupted (" + what + ")", e);
    }
  }

  /**
   * Runs a call on a thread of its own; at the deadline, or when interrupted, it is cut off, and
   * much earlier when Docker answers nothing else either.
   */
  <T extends @Nullable Object> T within(Duration deadline, String what, Callable<T> call)
      throws InterruptedException {
    presence.demand();
    Future<T> answer = calls.submit(call);
    try {
      return awaited(answer, deadline, what);
    } catch (ExecutionException e) {
      RuntimeException told = translated(what, e.getCause() == null ? e : e.getCause());
      if (told instanceof EngineUnavailable) {
        presence.ask();
      }
      throw told;
    } finally {
      answer.cancel(true);
    }
  }

  private <T extends @Nullable Object> T awaited(Future<T> answer, Duration deadline, String what)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      long left = end - System.nanoTime();
      try {
        return answer.get(Math.min(left, DOUBT.toNanos()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (left <= DOUBT.toNanos()) {
          String words = "Docker answers, but not to this within " + deadline.toSeconds() + " s";
          throw new EngineUnavailable(words + " (" + what + ")", e);
        }
        presence.ask();
      }
    }
  }

  private boolean ping() throws IOException {
    try (Response pong = http.execute(PING)) {
      return pong.getStatusCode() < 500;
    }
  }

  private static RuntimeException translated(String what, Throwable cause) {
    return switch (cause) {
      case Refused refused -> refused;
      case EngineUnavailable gone -> gone;
      case DockerException no ->
          new Refused(what, no.getHttpStatus(), reason(String.valueOf(no.getMessage())));
      default -> new EngineUnavailable("Docker broke off (" + what + "): " + root(cause), cause);
    };
  }

  static String root(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  /** Docker's sentence out of {@code {"message": "..."}}, which the library prefixes. */
  private static String reason(String text) {
    int start = text.indexOf('{');
    try {
      JsonNode message = start < 0 ? null : JSON.readTree(text.substring(start)).get("message");
      return message == null ? text.strip() : message.asText();
    } catch (JsonProcessingException e) {
      return text.strip();
    }
  }

  @Override
  public void close() {
    calls.shutdownNow();
    try {
      http.close();
    } catch (IOException e) {
      throw new EngineUnavailable("the connection to Docker does not close", e);
    }
  }
}
