package paas.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import paas.engine.EngineUnavailable;
import paas.engine.Listener;
import paas.engine.Usage;
import paas.model.InstanceName;

/** Looks into a container that runs: what it listens on and what it uses. */
final class Insight {
  private static final List<String> TABLES = List.of("net/tcp", "net/tcp6");

  private final DockerApi api;
  private final Names names;
  private final Containers containers;
  private final Addresses addresses;

  Insight(DockerApi api, Names names, Containers containers, Addresses addresses) {
    this.api = api;
    this.names = names;
    this.containers = containers;
    this.addresses = addresses;
  }

  List<Listener> listeners(InstanceName name) {
    long pid = containers.pid(name);
    if (pid == 0) {
      return List.of();
    }
    try {
      return SocketTable.listeners(
          switch (addresses) {
            case DIRECT -> tablesOf(pid).stream();
            case LOOPBACK -> tablesInside(name).lines();
          });
    } catch (IOException e) {
      // Only root may look into other users' processes: then the container itself is asked.
      return SocketTable.listeners(tablesInside(name).lines());
    }
  }

  private static List<String> tablesOf(long pid) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String table : TABLES) {
      Path path = Path.of("/proc", String.valueOf(pid), table);
      if (Files.exists(path) || table.equals(TABLES.getFirst())) {
        lines.addAll(Files.readAllLines(path));
      }
    }
    return lines;
  }

  private String tablesInside(InstanceName name) {
    return unlessGone("", () -> output(names.container(name)));
  }

  private String output(String container) throws IOException, InterruptedException {
    byte[] create =
        DockerApi.JSON.writeValueAsBytes(
            Map.of("AttachStdout", true, "Cmd", List.of("cat", "/proc/net/tcp", "/proc/net/tcp6")));
    JsonNode exec =
        api.json("exec", post("/containers/" + container + "/exec", create), DockerApi.PATIENCE);
    byte[] start = DockerApi.JSON.writeValueAsBytes(Map.of("Detach", false, "Tty", false));
    Request request = post("/exec/" + exec.path("Id").asText() + "/start", start);
    return api.within(
        DockerApi.PATIENCE,
        "exec",
        () -> {
          ByteArrayOutputStream text = new ByteArrayOutputStream();
          try (Response response = api.accepted("exec", request)) {
            Frames frames = new Frames(response.getBody());
            while (frames.next()) {
              text.writeBytes(frames.content());
            }
          }
          return text.toString(StandardCharsets.US_ASCII);
        });
  }

  private Request post(String path, byte[] json) {
    Request.Builder request = api.request("POST", path, Map.of());
    request.putHeader("Content-Type", "application/json");
    return request.bodyBytes(json).build();
  }

  Usage usage(InstanceName name) {
    Map<String, String> query = Map.of("stream", "false", "one-shot", "true");
    String path = "/containers/" + names.container(name) + "/stats";
    Request request = api.request("GET", path, query).build();
    return unlessGone(Usage.NONE, () -> usage(api.json("stats", request, DockerApi.PATIENCE)));
  }

  /** Page cache is no use of the app's: the kernel takes it back when it wants. */
  static Usage usage(JsonNode stats) {
    JsonNode memory = stats.path("memory_stats");
    JsonNode detail = memory.path("stats");
    long cache = detail.path("total_inactive_file").asLong(detail.path("inactive_file").asLong());
    return new Usage(
        stats.path("cpu_stats").path("cpu_usage").path("total_usage").asLong(),
        Math.max(0, memory.path("usage").asLong() - cache));
  }

  private static <T> T unlessGone(T gone, Callable<T> look) {
    try {
      return look.call();
    } catch (Refused e) {
      if (e.gone()) {
        return gone;
      }
      throw e;
    } catch (EngineUnavailable e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailable("interrupted", e);
    } catch (Exception e) {
      throw new EngineUnavailable("Docker's answer cannot be read", e);
    }
  }
}
