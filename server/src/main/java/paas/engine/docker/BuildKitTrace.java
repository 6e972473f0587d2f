package paas.engine.docker;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of BuildKit's progress: the few fields of its protobuf StatusResponse that people
 * want to see. Unknown fields are skipped, as the format asks.
 *
 * @param vertices steps of the build whose state changed
 * @param logs what steps wrote
 */
record BuildKitTrace(List<Vertex> vertices, List<Log> logs) {

  /** A step; the times are null until they have come. */
  record Vertex(
      String digest,
      String name,
      boolean cached,
      @Nullable Instant started,
      @Nullable Instant completed,
      String error) {}

  /** Bytes that a step wrote, not necessarily whole lines. */
  record Log(String vertex, ByteBuffer message) {}

  /**
   * Reads one message.
   *
   * @throws IllegalArgumentException when it is not protobuf
   */
  static BuildKitTrace read(byte[] message) {
    List<Vertex> vertices = new ArrayList<>();
    List<Log> logs = new ArrayList<>();
    ProtoFields fields = new ProtoFields(ByteBuffer.wrap(message));
    while (fields.next()) {
      switch (fields.number()) {
        case 1 -> vertices.add(vertex(new ProtoFields(fields.bytes())));
        case 3 -> logs.add(log(new ProtoFields(fields.bytes())));
        default -> {}
      }
    }
    return new BuildKitTrace(List.copyOf(vertices), List.copyOf(logs));
  }

  private static Vertex vertex(ProtoFields fields) {
    String digest = "";
    String name = "";
    boolean cached = false;
    Instant started = null;
    Instant completed = null;
    String error = "";
    while (fields.next()) {
      switch (fields.number()) {
        case 1 -> digest = fields.text();
        case 3 -> name = fields.text();
        case 4 -> cached = fields.value() != 0;
        case 5 -> started = time(new ProtoFields(fields.bytes()));
        case 6 -> completed = time(new ProtoFields(fields.bytes()));
        case 7 -> error = fields.text();
        default -> {}
      }
    }
    return new Vertex(digest, name, cached, started, completed, error);
  }

  private static Log log(ProtoFields fields) {
    String vertex = "";
    ByteBuffer message = ByteBuffer.allocate(0);
    while (fields.next()) {
      switch (fields.number()) {
        case 1 -> vertex = fields.text();
        case 4 -> message = fields.bytes();
        default -> {}
      }
    }
    return new Log(vertex, message);
  }

  private static Instant time(ProtoFields fields) {
    long seconds = 0;
    long nanos = 0;
    while (fields.next()) {
      switch (fields.number()) {
        case 1 -> seconds = fields.value();
        case 2 -> nanos = fields.value();
        default -> {}
      }
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }
}
