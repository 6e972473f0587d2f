package paas.engine.docker;

import java.io.InputStream;
import java.io.OutputStream;
import paas.engine.OneOff;

/** A command whose ends Docker has given to this server. */
abstract class Attachment implements OneOff {
  private final DockerStreams streams;
  private final Resizing resizing;
  private boolean closed;

  Attachment(DockerStreams streams, Resizing resizing) {
    this.streams = streams;
    this.resizing = resizing;
  }

  /** Ends the command, and leaves nothing of it. */
  abstract void end() throws InterruptedException;

  @Override
  public final OutputStream stdin() {
    return streams.stdin();
  }

  @Override
  public final InputStream stdout() {
    return streams.stdout();
  }

  @Override
  public final InputStream stderr() {
    return streams.stderr();
  }

  @Override
  public final void resize(int columns, int rows) {
    resizing.to(columns, rows);
  }

  /** The second time it waits for the first and does nothing. */
  @Override
  public final synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.close();
    }
  }
}
