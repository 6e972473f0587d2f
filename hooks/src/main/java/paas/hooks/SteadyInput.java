package paas.hooks;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A client that sends one byte now and then would never be silent for long enough to be given up.
 * What counts is the time that was spent waiting for it: so much of it must have brought something.
 */
final class SteadyInput extends FilterInputStream {
  /** A pack. */
  static final int OF_A_PUSH = 1_024;

  /** A few lines, which a client may think about for a while. */
  static final int OF_A_FETCH = 2;

  private final long window;
  private final int least;
  private long waited;
  private long brought;

  /**
   * Wraps a client's stream.
   *
   * @param window how much waiting is looked at together
   * @param least how many bytes each second of it must have brought
   */
  SteadyInput(InputStream in, Duration window, int least) {
    super(in);
    this.window = window.toNanos();
    this.least = least;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    long began = System.nanoTime();
    int read = in.read(into, from, length);
    long took = System.nanoTime() - began;
    if (took > window) {
      // Longer than the silence that ends a session: only what its caller has allowed once.
      return read;
    }
    waited += took;
    brought += Math.max(0, read);
    if (waited > window) {
      check();
    }
    return read;
  }

  private void check() throws SlowClient {
    long seconds = Math.max(1, Duration.ofNanos(waited).toSeconds());
    if (brought < seconds * least) {
      throw new SlowClient(
          "what was sent came too slowly: "
              + Text.bytes(brought)
              + " in "
              + seconds
              + " s of waiting");
    }
    waited = 0;
    brought = 0;
  }

  /** The stream belongs to the caller of the session. */
  @Override
  public void close() {}
}
