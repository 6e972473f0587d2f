package paas.engine.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.EngineUnavailable;

/** The three streams of a process in a container, made of Docker's one. */
final class DockerStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DockerStreams.class);

  private final Hijack hijack;
  private final InputStream stdout;
  private final InputStream stderr;

  /**
   * @param terminal whether the process has a terminal, whose output is not framed
   */
  DockerStreams(Hijack hijack, String name, boolean terminal) {
    this.hijack = hijack;
    if (terminal) {
      stdout = hijack.output();
      stderr = InputStream.nullInputStream();
    } else {
      Pipe out = pipe();
      Pipe err = pipe();
      stdout = Channels.newInputStream(out.source());
      stderr = Channels.newInputStream(err.source());
      Thread.ofVirtual().name("one-off-" + name).start(() -> split(name, out, err));
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
  private void split(String name, Pipe out, Pipe err) {
    try (OutputStream toOut = Channels.newOutputStream(out.sink());
        OutputStream toErr = Channels.newOutputStream(err.sink())) {
      Frames frames = new Frames(hijack.output());
      while (frames.next()) {
        (frames.isStderr() ? toErr : toOut).write(frames.content());
      }
    } catch (IOException e) {
      LOG.debug("the output of {} broke off", name, e);
    }
  }

  OutputStream stdin() {
    return hijack.input();
  }

  InputStream stdout() {
    return stdout;
  }

  InputStream stderr() {
    return stderr;
  }

  /** The process may be blocked in a write that nobody reads any more, and so may the splitter. */
  @Override
  public void close() {
    try {
      hijack.close();
      stdout.close();
      stderr.close();
    } catch (IOException e) {
      throw new EngineUnavailable("the one-off's streams do not close", e);
    }
  }
}
