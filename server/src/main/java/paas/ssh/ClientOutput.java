package paas.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is said to a client. One that has not taken something in time is given up: whatever is said
 * to it after that fails at once, instead of waiting for as long again.
 */
final class ClientOutput extends OutputStream {
  private final OutputStream to;
  private final AtomicBoolean gone;

  /**
   * One of a client's outputs.
   *
   * @param gone shared by all of them; set when one fails
   */
  ClientOutput(OutputStream to, AtomicBoolean gone) {
    this.to = to;
    this.gone = gone;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    trying(() -> to.write(bytes, from, length));
  }

  @Override
  public void flush() throws IOException {
    trying(to::flush);
  }

  private interface Saying {
    void now() throws IOException;
  }

  private void trying(Saying saying) throws IOException {
    if (gone.get()) {
      throw new IOException("the client is gone");
    }
    try {
      saying.now();
    } catch (IOException e) {
      gone.set(true);
      throw e;
    }
  }

  /** The channel closes its streams itself. */
  @Override
  public void close() {}
}
