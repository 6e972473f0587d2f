package paas.engine.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.docker.GrpcServer.Answer;

/** A session by which BuildKit asks for secrets while it builds; it keeps none of them. */
final class BuildSecrets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BuildSecrets.class);
  private static final String GET = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
  private static final String CHECK = "/grpc.health.v1.Health/Check";

  /** {@code status: SERVING} */
  private static final byte[] SERVING = {8, 1};

  private final String id = UUID.randomUUID().toString();
  private final Map<String, String> secrets;
  private final Hijack connection;
  private volatile boolean closed;

  private BuildSecrets(DockerApi api, Map<String, String> secrets) throws InterruptedException {
    this.secrets = secrets;
    this.connection = api.session(id, List.of(GET, CHECK));
  }

  static BuildSecrets serve(DockerApi api, Map<String, String> secrets)
      throws InterruptedException {
    BuildSecrets session = new BuildSecrets(api, secrets);
    Thread.ofVirtual().name("build-secrets").start(session::run);
    return session;
  }

  String id() {
    return id;
  }

  private void run() {
    try {
      new GrpcServer(connection.output(), connection.input(), this::answer).serve();
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        // The build says what it lacked.
        LOG.warn("the session of a build broke off: {}", String.valueOf(e.getMessage()));
      }
    }
  }

  private Answer answer(String method, ByteBuffer message) {
    return switch (method) {
      case CHECK -> new Answer.Message(ByteBuffer.wrap(SERVING));
      case GET -> {
        String value = secrets.get(wanted(message));
        yield value == null
            ? new Answer.NotFound()
            : new Answer.Message(ByteBuffer.wrap(field(value.getBytes(StandardCharsets.UTF_8))));
      }
      default -> new Answer.Unknown();
    };
  }

  /** The name in a request: its first field. */
  private static String wanted(ByteBuffer message) {
    ProtoFields fields = new ProtoFields(message);
    String name = "";
    while (fields.next()) {
      if (fields.number() == 1) {
        name = fields.text();
      }
    }
    return name;
  }

  /** A message of one field, the first, of bytes. */
  private static byte[] field(byte[] value) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write((1 << 3) | 2);
    int length = value.length;
    while (length > 0x7f) {
      message.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    message.write(length);
    message.writeBytes(value);
    return message.toByteArray();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    connection.close();
  }
}
