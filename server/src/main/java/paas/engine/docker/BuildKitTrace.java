package paas.engine.docker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
    Fields fields = new Fields(ByteBuffer.wrap(message));
    while (fields.next()) {
      switch (fields.number()) {
        case 1 -> vertices.add(vertex(new Fields(fields.bytes())));
        case 3 -> logs.add(log(new Fields(fields.bytes())));
        default -> {}
      }
    }
    return new BuildKitTrace(List.copyOf(vertices), List.copyOf(logs));
  }

  private static Vertex vertex(Fields fields) {
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
        case 5 -> started = time(new Fields(fields.bytes()));
        case 6 -> completed = time(new Fields(fields.bytes()));
        case 7 -> error = fields.text();
        default -> {}
      }
    }
    return new Vertex(digest, name, cached, started, completed, error);
  }

  private static Log log(Fields fields) {
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

  private static Instant time(Fields fields) {
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

  /** The fields of one protobuf message, one after the other. */
  private static final class Fields {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final ByteBuffer rest;
    private int number;
    private long value;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    Fields(ByteBuffer rest) {
      this.rest = rest;
    }

    boolean next() {
      if (!rest.hasRemaining()) {
        return false;
      }
      long tag = varint();
      number = (int) (tag >>> 3);
      value = 0;
      bytes = ByteBuffer.allocate(0);
      switch ((int) (tag & 7)) {
        case VARINT -> value = varint();
        case FIXED64 -> take(Long.BYTES);
        case BYTES -> bytes = take(varint());
        case FIXED32 -> take(Integer.BYTES);
        default -> throw new IllegalArgumentException("no protobuf: wire type " + (tag & 7));
      }
      return true;
    }

    private ByteBuffer take(long length) {
      if (length < 0 || length > rest.remaining()) {
        throw new IllegalArgumentException("no protobuf: cut short");
      }
      ByteBuffer taken = rest.slice(rest.position(), (int) length);
      rest.position(rest.position() + (int) length);
      return taken;
    }

    private long varint() {
      long result = 0;
      for (int shift = 0; shift < 64 && rest.hasRemaining(); shift += 7) {
        byte part = rest.get();
        result |= (long) (part & 0x7f) << shift;
        if (part >= 0) {
          return result;
        }
      }
      throw new IllegalArgumentException("no protobuf: endless number");
    }

    int number() {
      return number;
    }

    long value() {
      return value;
    }

    ByteBuffer bytes() {
      return bytes;
    }

    String text() {
      return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
  }
}
