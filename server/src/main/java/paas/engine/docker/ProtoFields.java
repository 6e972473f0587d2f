package paas.engine.docker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The fields of one protobuf message, one after the other. */
final class ProtoFields {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final ByteBuffer rest;
  private int number;
  private long value;
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  ProtoFields(ByteBuffer rest) {
    this.rest = rest;
  }

  boolean next() {
    if (!rest.hasRemaining()) {
      return false;
    }
    long tag = varint();
    number = (int) (tag >>> 3);
    value = 0;
    bytes = ByteBuffer.allocate(0);
    switch ((int) (tag & 7)) {
      case VARINT -> value = varint();
      case FIXED64 -> take(Long.BYTES);
      case BYTES -> bytes = take(varint());
      case FIXED32 -> take(Integer.BYTES);
      default -> throw new IllegalArgumentException("no protobuf: wire type " + (tag & 7));
    }
    return true;
  }

  private ByteBuffer take(long length) {
    if (length < 0 || length > rest.remaining()) {
      throw new IllegalArgumentException("no protobuf: cut short");
    }
    ByteBuffer taken = rest.slice(rest.position(), (int) length);
    rest.position(rest.position() + (int) length);
    return taken;
  }

  private long varint() {
    long result = 0;
    for (int shift = 0; shift < 64 && rest.hasRemaining(); shift += 7) {
      byte part = rest.get();
      result |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return result;
      }
    }
    throw new IllegalArgumentException("no protobuf: endless number");
  }

  int number() {
    return number;
  }

  long value() {
    return value;
  }

  ByteBuffer bytes() {
    return bytes;
  }

  String text() {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }
}
