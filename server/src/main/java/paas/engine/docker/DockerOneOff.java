package paas.engine.docker;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import paas.engine.OneOff;

/** A one-off process in a container of its own. */
final class DockerOneOff implements OneOff {
  /** What a caller that has gone leaves is given this long to end by itself. */
  static final Duration GRACE = Duration.ofSeconds(3);

  private final Containers containers;
  private final String container;
  private final DockerStreams streams;
  private final Resizing resizing;
  private final boolean terminal;
  private boolean closed;

  DockerOneOff(
      DockerApi api, Containers containers, String container, Hijack hijack, boolean terminal) {
    this.containers = containers;
    this.container = container;
    this.terminal = terminal;
    this.streams = new DockerStreams(hijack, container, terminal);
    this.resizing = new Resizing(api, "/containers/" + container);
  }

  @Override
  public OutputStream stdin() {
    return streams.stdin();
  }

  @Override
  public InputStream stdout() {
    return streams.stdout();
  }

  @Override
  public InputStream stderr() {
    return streams.stderr();
  }

  @Override
  public void resize(int columns, int rows) {
    resizing.to(columns, rows);
  }

  @Override
  public Optional<Integer> waitFor(Duration limit) throws InterruptedException {
    return containers.ended(container, limit) ? containers.exitCode(container) : Optional.empty();
  }

  /** The second time it waits for the first and does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      // A hang-up for a terminal, as where it is unplugged.
      if (containers.kill(container, terminal ? "SIGHUP" : "SIGTERM")) {
        containers.ended(container, GRACE);
      }
      streams.close();
      containers.remove(container);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
