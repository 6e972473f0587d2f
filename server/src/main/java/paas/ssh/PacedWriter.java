package paas.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.throttle.DefaultChannelStreamWriter;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * What is on its way to one connection, bounded in bytes. Without it, a client that gives leave to
 * send gigabytes and reads none of them would have them all kept in memory.
 */
final class PacedWriter extends DefaultChannelStreamWriter {
  private static final int MOST = 2 << 20;
  private static final AttributeKey<Semaphore> ROOM = new AttributeKey<>();
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Duration patience;
  private final Semaphore room;

  /**
   * The writer of one stream.
   *
   * @param patience how long a client may take nothing at all
   */
  PacedWriter(Channel channel, Duration patience) {
    super(channel);
    this.patience = patience;
    this.room = channel.getSession().computeAttributeIfAbsent(ROOM, _ -> new Semaphore(MOST, true));
  }

  @Override
  public IoWriteFuture writeData(Buffer packet) throws IOException {
    int bytes = Math.clamp(packet.available(), 1, MOST);
    take(bytes);
    try {
      return super.writeData(packet).addListener(_ -> room.release(bytes));
    } catch (IOException | RuntimeException e) {
      room.release(bytes);
      throw e;
    }
  }

  private void take(int bytes) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!room.tryAcquire(bytes, LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        if (channel.isClosing() || channel.getSession().isClosing()) {
          throw new IOException("the connection is closing");
        }
        if (System.nanoTime() > deadline) {
          throw new SocketTimeoutException("the client reads nothing");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the client reads nothing");
    }
  }
}
