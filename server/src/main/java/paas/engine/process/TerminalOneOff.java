package paas.engine.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import paas.engine.OneOff;

/** A one-off process that leads a session on a terminal of its own. */
record TerminalOneOff(Job job, Terminal terminal) implements OneOff {

  @Override
  public OutputStream stdin() {
    return terminal.input();
  }

  @Override
  public InputStream stdout() {
    return terminal.output();
  }

  @Override
  public InputStream stderr() {
    return InputStream.nullInputStream();
  }

  @Override
  public void resize(int columns, int rows) {
    try {
      terminal.resize(columns, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Integer> waitFor(Duration limit) throws InterruptedException {
    return new PlainOneOff(job).waitFor(limit);
  }

  /** The process first, with a hang-up: its end is what wakes a reader. */
  @Override
  public void close() {
    job.ask(Native.SIGHUP, PlainOneOff.GRACE);
    job.close();
    terminal.close();
  }
}
