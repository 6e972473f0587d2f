package paas.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.EngineUnavailable;
import paas.engine.OneOff;

/** A one-off process in a container of its own. */
final class DockerOneOff implements OneOff {
  private static final Logger LOG = LoggerFactory.getLogger(DockerOneOff.class);

  private final DockerApi api;
  private final Containers containers;
  private final String container;
  private final Hijack streams;
  private final InputStream stdout;
  private final InputStream stderr;

  DockerOneOff(
      DockerApi api, Containers containers, String container, Hijack streams, boolean terminal) {
    this.api = api;
    this.containers = containers;
    this.container = container;
    this.streams = streams;
    if (terminal) {
      stdout = streams.output();
      stderr = InputStream.nullInputStream();
    } else {
      Pipe out = pipe();
      Pipe err = pipe();
      stdout = Channels.newInputStream(out.source());
      stderr = Channels.newInputStream(err.source());
      Thread.ofVirtual().name("one-off-" + container).start(() -> split(out, err));
    }
  }

  private static Pipe pipe() {
    try {
      return Pipe.open();
    } catch (IOException e) {
      throw new EngineUnavailable("no pipe can be opened: " + e.getMessage(), e);
    }
  }

  /** Takes Docker's one stream apart. A reader that stops reading stops the process, as a pipe. */
  private void split(Pipe out, Pipe err) {
    try (OutputStream toOut = Channels.newOutputStream(out.sink());
        OutputStream toErr = Channels.newOutputStream(err.sink())) {
      Frames frames = new Frames(streams.output());
      while (frames.next()) {
        (frames.isStderr() ? toErr : toOut).write(frames.content());
      }
    } catch (IOException e) {
      LOG.debug("the output of {} broke off", container, e);
    }
  }

  @Override
  public OutputStream stdin() {
    return streams.input();
  }

  @Override
  public InputStream stdout() {
    return stdout;
  }

  @Override
  public InputStream stderr() {
    return stderr;
  }

  @Override
  public void resize(int columns, int rows) {
    Map<String, String> size = Map.of("w", String.valueOf(columns), "h", String.valueOf(rows));
    Request request = api.request("POST", "/containers/" + container + "/resize", size).build();
    try {
      api.open("resize", request).close();
    } catch (Refused e) {
      LOG.debug("{} has ended before it was resized", container);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Optional<Integer> waitFor(Duration limit) throws InterruptedException {
    return containers.ended(container, limit) ? containers.exitCode(container) : Optional.empty();
  }

  @Override
  public void close() {
    try {
      streams.close();
      containers.remove(container);
    } catch (IOException e) {
      throw new EngineUnavailable("the one-off's streams do not close", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
