package paas.hooks;

import java.io.BufferedInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Repository;

/** Stands where the SSH door will: takes what {@code bridge.pl} brings to a session. */
final class GitServer implements AutoCloseable {
  private static final Pattern COMMAND =
      Pattern.compile("git-(receive|upload)-pack '/?([a-z0-9]+)'");

  final Repositories repositories;
  final Queue<PushResult> results = new ConcurrentLinkedQueue<>();
  private final ServerSocket listener;
  private final PushLimits limits;
  private final PushHandler handler;
  private final Duration heartbeat;

  GitServer(Path root, PushLimits limits, PushHandler handler, Duration heartbeat)
      throws IOException {
    this.repositories = new Repositories(root);
    this.limits = limits;
    this.handler = handler;
    this.heartbeat = heartbeat;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = listener.accept();
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      DataOutputStream frames = new DataOutputStream(socket.getOutputStream());
      Matcher command = COMMAND.matcher(line(in));
      if (!command.matches()) {
        throw new IOException("unknown command");
      }
      try (Repositories.Use _ = repositories.use(command.group(2));
          Repository repository = repositories.open(command.group(2))) {
        frame(frames, 3, new byte[] {(byte) run(command.group(1), repository, in, frames)});
      }
    } catch (IOException e) {
      // The client has gone; what became of its push is in the results.
    }
  }

  private int run(String service, Repository repository, InputStream in, DataOutputStream frames) {
    OutputStream out = new Framed(frames, 1);
    OutputStream err = new Framed(frames, 2);
    if (service.equals("upload")) {
      return new FetchSession(limits).send(repository, in, out, err, "version=2");
    }
    PushResult result =
        new PushSession(limits, repositories.work(), heartbeat)
            .receive(repository, in, out, err, handler);
    results.add(result);
    return result.exitStatus();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString();
  }

  private static void frame(DataOutputStream to, int channel, byte[] content) throws IOException {
    synchronized (to) {
      to.writeByte(channel);
      to.writeInt(content.length);
      to.write(content);
      to.flush();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Framed extends OutputStream {
    private final DataOutputStream to;
    private final int channel;

    Framed(DataOutputStream to, int channel) {
      this.to = to;
      this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
      frame(to, channel, new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      frame(to, channel, java.util.Arrays.copyOfRange(bytes, from, from + length));
    }
  }
}
