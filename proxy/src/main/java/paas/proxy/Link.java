package paas.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What carries messages of HTTP/1.1 to and from one peer: a connection, or one stream of an HTTP/2
 * connection that looks like one. Touched by its I/O thread only; events never come out of a call.
 */
interface Link {
  /** Whether it can still be used. */
  boolean open();

  /** Reads what is there, at most what fits; 0 when nothing is, -1 at the end. */
  int read(ByteBuffer into) throws IOException;

  void resumeReads();

  void pauseReads();

  boolean paused();

  /** Sends now or later. False: some of it waits. */
  boolean send(byte[] from, int at, int length) throws IOException;

  boolean flushed();

  /** How much memory waits here. */
  int holds();

  /** Whether something waits and the peer has taken some of it since {@code nanoTime}. */
  boolean movingSince(long nanoTime);

  /** Ends our direction once everything is sent. */
  void finish() throws IOException;

  /** The same, for one that may have gone before. */
  default void part() {
    try {
      finish();
    } catch (IOException e) {
      // It has gone before.
    }
  }

  /** Notes that the peer has ended its direction. */
  void end();

  boolean ended();

  /** Both messages are over. False: it cannot carry others. */
  boolean next();

  void close();
}
