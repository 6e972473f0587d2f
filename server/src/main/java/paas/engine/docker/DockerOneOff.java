package paas.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
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
import paas.engine.OneOffSpec;

/** A one-off process in a container of its own. */
final class DockerOneOff implements OneOff {
  private static final Logger LOG = LoggerFactory.getLogger(DockerOneOff.class);

  private final DockerApi api;
  private final Containers containers;
  private final String container;
  private final Response streams;
  private final OutputStream stdin;
  private final InputStream stdout;
  private final InputStream stderr;

  DockerOneOff(
      DockerApi api,
      Containers containers,
      String container,
      Response streams,
      Pipe stdin,
      OneOffSpec spec)
      throws IOException {
    this.api = api;
    this.containers = containers;
    this.container = container;
    this.streams = streams;
    this.stdin = Channels.newOutputStream(stdin.sink());
    if (spec.terminal() != null) {
      stdout = streams.getBody();
      stderr = InputStream.nullInputStream();
    } else {
      Pipe out = Pipe.open();
      Pipe err = Pipe.open();
      stdout = Channels.newInputStream(out.source());
      stderr = Channels.newInputStream(err.source());
      Thread.ofVirtual().name("one-off-" + container).start(() -> split(out, err));
    }
  }

  /** Takes Docker's one stream apart. A reader that stops reading stops the process, as a pipe. */
  private void split(Pipe out, Pipe err) {
    try (OutputStream toOut = Channels.newOutputStream(out.sink());
        OutputStream toErr = Channels.newOutputStream(err.sink())) {
      Frames frames = new Frames(streams.getBody());
      while (frames.next()) {
        (frames.isStderr() ? toErr : toOut).write(frames.content());
      }
    } catch (IOException e) {
      LOG.debug("the output of {} broke off", container, e);
    }
  }

  @Override
  public OutputStream stdin() {
    return stdin;
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
      stdin.close();
      streams.close();
      containers.remove(container);
    } catch (IOException e) {
      throw new EngineUnavailable("the one-off's streams do not close", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
