package paas.engine.docker;

import java.time.Duration;
import java.util.Optional;

/** A one-off process in a container of its own. */
final class DockerOneOff extends Attachment {
  /** What a caller that has gone leaves is given this long to end by itself. */
  static final Duration GRACE = Duration.ofSeconds(3);

  private final Containers containers;
  private final String container;
  private final boolean terminal;

  DockerOneOff(
      DockerApi api, Containers containers, String container, Hijack hijack, boolean terminal) {
    super(
        new DockerStreams(hijack, container, terminal),
        new Resizing(api, "/containers/" + container));
    this.containers = containers;
    this.container = container;
    this.terminal = terminal;
  }

  @Override
  public Optional<Integer> waitFor(Duration limit) throws InterruptedException {
    return containers.ended(container, limit) ? containers.exitCode(container) : Optional.empty();
  }

  @Override
  void end() throws InterruptedException {
    // A hang-up for a terminal, as where it is unplugged.
    if (containers.kill(container, terminal ? "SIGHUP" : "SIGTERM")) {
      containers.ended(container, GRACE);
    }
    containers.remove(container);
  }
}
