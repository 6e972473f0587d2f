package paas.engine.docker;

import com.github.dockerjava.core.DockerClientConfig;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * A connection to Docker that became the streams of a container. The library can take a connection
 * over as well, but never says that the input has ended.
 */
final class Hijack implements AutoCloseable {
  private static final int LONGEST_HEAD = 16 << 10;
  private static final String END_OF_LINE = "\r\n";
  private static final String END_OF_HEAD = END_OF_LINE + END_OF_LINE;
  private static final Map<String, List<String>> TO_STREAMS = Map.of("Upgrade", List.of("tcp"));

  private final InputStream output;
  private final OutputStream input;
  private final AutoCloseable connection;

  /** Ends one direction of a connection. */
  private interface HalfClose {
    void run() throws IOException;
  }

  private Hijack(InputStream output, OutputStream input, HalfClose end, AutoCloseable connection) {
    this.output = output;
    this.input = new Input(input, end);
    this.connection = connection;
  }

  /**
   * Sends a request and takes the connection over.
   *
   * @param body JSON; empty for none
   */
  static Hijack open(DockerClientConfig config, String path, String body) throws IOException {
    return open(config, path, body, TO_STREAMS);
  }

  /**
   * The same for another protocol.
   *
   * @param headers of the request, {@code Upgrade} among them
   */
  static Hijack open(
      DockerClientConfig config, String path, String body, Map<String, List<String>> headers)
      throws IOException {
    Hijack hijack = connect(config);
    try {
      hijack.upgrade(path, body, headers);
      return hijack;
    } catch (IOException | RuntimeException e) {
      hijack.close();
      throw e;
    }
  }

  private static Hijack connect(DockerClientConfig config) throws IOException {
    URI host = config.getDockerHost();
    if ("unix".equals(host.getScheme())) {
      SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(host.getPath()));
      return new Hijack(
          Channels.newInputStream(channel),
          Channels.newOutputStream(channel),
          channel::shutdownOutput,
          channel);
    }
    Socket socket = socket(config, host);
    return new Hijack(
        socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput, socket);
  }

  private static Socket socket(DockerClientConfig config, URI host) throws IOException {
    try {
      SSLContext tls = config.getSSLConfig() == null ? null : config.getSSLConfig().getSSLContext();
      return tls == null
          ? new Socket(host.getHost(), host.getPort())
          : tls.getSocketFactory().createSocket(host.getHost(), host.getPort());
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS to " + host, e);
    }
  }

  private void upgrade(String path, String body, Map<String, List<String>> headers)
      throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade"
            + headers.entrySet().stream()
                .flatMap(header ->
                    header.getValue().stream()
                        .map(value -> END_OF_LINE + header.getKey() + ": " + value))
                .collect(Collectors.joining())
            + (body.isEmpty() ? "" : "\r\nContent-Type: application/json")
            + "\r\nContent-Length: "
            + content.length
            + END_OF_HEAD;
    input.write(head.getBytes(StandardCharsets.US_ASCII));
    input.write(content);
    input.flush();
    String status = head().lines().findFirst().orElse("");
    if (!status.startsWith("HTTP/1.1 101") && !status.startsWith("HTTP/1.1 200")) {
      throw new IOException("Docker did not give its connection away: " + status);
    }
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith(END_OF_HEAD)) {
      int next = output.read();
      if (next < 0 || head.size() == LONGEST_HEAD) {
        throw new IOException("no HTTP answer from Docker");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** What the process writes, framed unless it has a terminal. */
  InputStream output() {
    return output;
  }

  /** What the process reads; closing it is the end of its input, not of the connection. */
  OutputStream input() {
    return input;
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static final class Input extends FilterOutputStream {
    private final HalfClose end;
    private boolean ended;

    Input(OutputStream out, HalfClose end) {
      super(out);
      this.end = end;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public synchronized void close() throws IOException {
      if (!ended) {
        ended = true;
        out.flush();
        end.run();
      }
    }
  }
}
