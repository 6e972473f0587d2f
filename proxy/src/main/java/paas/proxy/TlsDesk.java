package paas.proxy;

import java.nio.ByteBuffer;

/** What the TLS connections of one I/O thread use in turn, between two events of any of them. */
final class TlsDesk {
  /** What each record may add to what is in it, and then some. */
  private static final int FRAMES = 8192;

  /** As they came. */
  final ByteBuffer in;

  /** What was in them, or shall be. */
  final ByteBuffer plain;

  /** As they go. */
  final ByteBuffer out;

  TlsDesk(boolean direct) {
    in = made(direct, Loop.READ);
    plain = made(direct, Loop.READ);
    out = made(direct, Loop.READ + FRAMES);
  }

  private static ByteBuffer made(boolean direct, int bytes) {
    return direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
  }
}
