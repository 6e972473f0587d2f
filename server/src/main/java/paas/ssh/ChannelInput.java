package paas.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import org.apache.sshd.common.channel.LocalWindow;
import org.apache.sshd.server.channel.ChannelDataReceiver;
import org.apache.sshd.server.channel.ChannelSession;

/**
 * What the client sends on one channel: a ring that the I/O thread fills and one reader empties. It
 * grows up to the channel's window, so that the I/O thread never waits; room is given back to the
 * client in large steps, which is what makes big pushes quick.
 */
final class ChannelInput extends InputStream implements ChannelDataReceiver {
  private static final int FIRST = 8 * 1024;
  private static final int STEP = 512 * 1024;

  private final LocalWindow window;
  private final Runnable onCtrlC;
  private byte[] ring = new byte[FIRST];
  private int head;
  private int filled;
  private int owed;
  private boolean closed;
  private boolean watchCtrlC;

  ChannelInput(LocalWindow window, Runnable onCtrlC) {
    this.window = window;
    this.onCtrlC = onCtrlC;
  }

  /** Whether the byte that Ctrl-C sends from a terminal in raw mode is a wish to stop. */
  synchronized void watchCtrlC(boolean watch) {
    watchCtrlC = watch;
  }

  @Override
  public int data(ChannelSession channel, byte[] bytes, int from, int length) throws IOException {
    if (put(bytes, from, length)) {
      onCtrlC.run();
    }
    return 0; // room is given back by the reader
  }

  private synchronized boolean put(byte[] bytes, int from, int length) throws IOException {
    if (closed) {
      return false;
    }
    if (length > ring.length - filled) {
      grow(filled + length);
    }
    int tail = (head + filled) % ring.length;
    int first = Math.min(length, ring.length - tail);
    System.arraycopy(bytes, from, ring, tail, first);
    System.arraycopy(bytes, from + first, ring, 0, length - first);
    filled += length;
    notifyAll();
    return watchCtrlC && hasCtrlC(bytes, from, length);
  }

  private static boolean hasCtrlC(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] == 0x03) {
        return true;
      }
    }
    return false;
  }

  private void grow(int wanted) throws IOException {
    long most = window.getMaxSize();
    if (wanted > most) {
      throw new IOException("the client sent more than it was given room for");
    }
    byte[] larger = new byte[(int) Math.min(most, Math.max(wanted, 4L * ring.length))];
    int first = Math.min(filled, ring.length - head);
    System.arraycopy(ring, head, larger, 0, first);
    System.arraycopy(ring, 0, larger, first, filled - first);
    ring = larger;
    head = 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    int taken;
    int release;
    synchronized (this) {
      awaitData();
      if (filled == 0) {
        return -1;
      }
      taken = take(into, from, length);
      release = due();
    }
    if (release > 0) {
      window.release(release);
    }
    return taken;
  }

  private void awaitData() throws IOException {
    try {
      while (filled == 0 && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("cancelled");
    }
  }

  private int take(byte[] into, int from, int length) {
    int taken = Math.min(length, filled);
    int first = Math.min(taken, ring.length - head);
    System.arraycopy(ring, head, into, from, first);
    System.arraycopy(ring, 0, into, from + first, taken - first);
    head = (head + taken) % ring.length;
    filled -= taken;
    owed += taken;
    return taken;
  }

  private int due() {
    if (owed < STEP || closed) {
      return 0;
    }
    int release = owed;
    owed = 0;
    return release;
  }

  @Override
  public synchronized int available() {
    return filled;
  }

  /** The end of input: what has come is still read. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
