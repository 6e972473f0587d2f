package paas.proxy;

import java.nio.ByteBuffer;

/** What the TLS connections of one I/O thread use in turn, between two events of any of them. */
final class TlsDesk {
  /** What each record may add to what is in it, and then some. */
  private static final int FRAMES = 8192;

  /** As they came. */
  final ByteBuffer in = ByteBuffer.allocate(Loop.READ);

  /** What was in them, or shall be. */
  final ByteBuffer plain = ByteBuffer.allocate(Loop.READ);

  /** As they go. */
  final ByteBuffer out = ByteBuffer.allocate(Loop.READ + FRAMES);
}
