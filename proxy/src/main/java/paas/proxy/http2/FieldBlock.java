package paas.proxy.http2;

import io.undertow.protocols.http2.HpackDecoder;
import io.undertow.protocols.http2.HpackException;
import java.nio.ByteBuffer;

/** Takes one connection's blocks of compressed fields apart, in their order. */
public final class FieldBlock {
  /** Where fields go. */
  public interface Sink {
    /** One field; each character is one byte. */
    void field(String name, String value);
  }

  private static final int TABLE_BYTES = 4096;

  private final HpackDecoder decoder = new HpackDecoder(TABLE_BYTES);

  /** Gives the fields of the block at {@code b[from, to)} to the sink. */
  public void decode(byte[] b, int from, int to, Sink sink) throws Http2Error {
    decoder.setHeaderEmitter((name, value, _) -> sink.field(name.toString(), value));
    try {
      ByteBuffer block = ByteBuffer.wrap(b, from, to - from);
      decoder.decode(block, false);
      if (block.hasRemaining()) {
        throw new Http2Error(Http2Error.COMPRESSION, "a block of fields that ends early");
      }
    } catch (HpackException | RuntimeException e) {
      // Some bad blocks, such as an index of nothing, make the decoder stumble instead of complain.
      throw new Http2Error(Http2Error.COMPRESSION, "a block of fields that cannot be read");
    }
  }
}
