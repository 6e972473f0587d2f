package paas.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import paas.engine.EngineUnavailable;

/** The log of one container, as Docker keeps it. */
final class LogSource {
  private final DockerApi api;
  private final String id;

  /** A line with the time of its end. */
  record Line(Instant at, String text) {}

  LogSource(DockerApi api, String id) {
    this.api = api;
    this.id = id;
  }

  /** All that was written since, and then what comes, until the container ends. */
  Response follow(String since) throws InterruptedException {
    return api.open("follow log", request(Map.of("follow", "1", "since", since)));
  }

  /** What was written last since then: so many of Docker's entries at most. */
  Newest newest(int most, String since) throws InterruptedException {
    return read(Map.of("tail", Integer.toString(most), "since", since));
  }

  /** The time of the newest line; the epoch when Docker does not say. */
  Instant newestTime() throws InterruptedException {
    try {
      return read(Map.of("tail", "1")).last();
    } catch (Refused | EngineUnavailable e) {
      return Instant.EPOCH;
    }
  }

  private Newest read(Map<String, String> query) throws InterruptedException {
    Request request = request(query);
    return api.within(
        DockerApi.PATIENCE,
        "newest lines",
        () -> {
          try (Response response = api.accepted("newest lines", request)) {
            return new Newest(new Frames(response.getBody()));
          }
        });
  }

  private Request request(Map<String, String> query) {
    Map<String, String> all = new HashMap<>(query);
    all.putAll(Map.of("stdout", "1", "stderr", "1", "timestamps", "1"));
    return api.request("GET", "/containers/" + id + "/logs", all).build();
  }

  /** The newest lines, in their order, of which the last fit some memory. */
  static final class Newest {
    private static final int MOST_BYTES = 4 << 20;

    private final Deque<Line> lines = new ArrayDeque<>();
    private long kept;
    private int entries;
    private long bytes;

    private Newest(Frames frames) throws IOException {
      LogLines out = new LogLines(this::keep);
      LogLines err = new LogLines(this::keep);
      while (frames.next()) {
        entries++;
        bytes += frames.content().length;
        (frames.isStderr() ? err : out).piece(frames.content());
      }
    }

    private void keep(Instant at, String text) {
      lines.add(new Line(at, text));
      kept += text.length();
      while (kept > MOST_BYTES && lines.size() > 1) {
        kept -= lines.removeFirst().text().length();
      }
    }

    Iterable<Line> lines() {
      return lines;
    }

    /** What Docker counts: a long line is several. */
    int entries() {
      return entries;
    }

    long bytes() {
      return bytes;
    }

    /** The time of the oldest line; the epoch when there is none. */
    Instant first() {
      return lines.isEmpty() ? Instant.EPOCH : lines.getFirst().at();
    }

    Instant last() {
      return lines.isEmpty() ? Instant.EPOCH : lines.getLast().at();
    }
  }
}
