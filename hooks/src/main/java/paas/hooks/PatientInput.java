package paas.hooks;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.jgit.util.io.InterruptTimer;
import org.eclipse.jgit.util.io.TimeoutInputStream;

/**
 * A pack on its way. Before its first byte the client may take its time, because it looks for what
 * is to be sent and compresses it; from then on silence ends the push.
 */
final class PatientInput extends InputStream {
  private static final int PATIENCE = 10;

  private final InterruptTimer timer = new InterruptTimer("push-silence");
  private final TimeoutInputStream in;
  private final int silence;
  private boolean begun;

  PatientInput(InputStream in, Duration silence) {
    this.in = new TimeoutInputStream(in, timer);
    this.silence = Math.toIntExact(silence.toMillis());
    this.in.setTimeout(this.silence * PATIENCE);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    int read = in.read(into, from, length);
    if (!begun) {
      begun = true;
      in.setTimeout(silence);
    }
    return read;
  }

  @Override
  public void close() {
    timer.terminate();
  }
}
