package paas.hooks.pack;

import java.io.IOException;

/** Git's deltas: copies from a base, and bytes of their own. */
final class Delta {
  private static final int LONGEST_INSERT = 127;
  private static final int USUAL_COPY = 0x10000;

  private Delta() {}

  /** Takes the result piece by piece; arrays are used again. */
  interface Output {
    void piece(byte[] bytes, int from, int length) throws IOException;
  }

  /** Into an array of exactly the result's size. */
  static byte[] apply(byte[] base, Item delta, StoredStream stream) throws IOException {
    byte[] result = new byte[Math.toIntExact(delta.objectSize)];
    int[] filled = {0};
    apply(
        base,
        delta,
        stream,
        (bytes, from, length) -> {
          System.arraycopy(bytes, from, result, filled[0], length);
          filled[0] += length;
        });
    return result;
  }

  /** Piece by piece; the pieces come to exactly the size that the delta says. */
  static void apply(byte[] base, Item delta, StoredStream stream, Output output)
      throws IOException {
    Reader reader = new Reader(delta, stream);
    if (reader.size() != base.length) {
      throw new BadPack("a delta of the pack is not for its base");
    }
    if (reader.size() != delta.objectSize) {
      throw new BadPack("a delta of the pack lies about its result");
    }
    byte[] insert = new byte[LONGEST_INSERT];
    long left = delta.objectSize;
    while (reader.left > 0) {
      int command = reader.next();
      if (command == 0) {
        throw new BadPack("a delta of the pack holds a command that does not exist");
      }
      if ((command & 0x80) == 0) {
        left = take(left, command);
        reader.read(insert, command);
        output.piece(insert, 0, command);
      } else {
        long from = reader.number(command, 4);
        int length = (int) reader.number(command >> 4, 3);
        length = length == 0 ? USUAL_COPY : length;
        left = take(left, length);
        if (from + length > base.length) {
          throw new BadPack("a delta of the pack reaches beyond its base");
        }
        output.piece(base, (int) from, length);
      }
    }
    if (left != 0) {
      throw new BadPack("a delta of the pack lies about its result");
    }
  }

  private static long take(long left, int length) throws BadPack {
    if (length > left) {
      throw new BadPack("a delta of the pack lies about its result");
    }
    return left - length;
  }

  /** Reads no further than the delta's own size. */
  private static final class Reader {
    private final StoredStream stream;
    private long left;

    Reader(Item delta, StoredStream stream) {
      this.stream = stream;
      this.left = delta.size;
      stream.open(delta);
    }

    int next() throws IOException {
      claim(1);
      return stream.next();
    }

    void read(byte[] into, int length) throws IOException {
      claim(length);
      stream.read(into, 0, length);
    }

    private void claim(int length) throws BadPack {
      left -= length;
      if (left < 0) {
        throw new BadPack("a delta of the pack ends too early");
      }
    }

    /** Seven bits at a time, lowest first. */
    long size() throws IOException {
      long size = 0;
      int shift = 0;
      int part;
      do {
        part = next();
        size |= (long) (part & 0x7f) << shift;
        shift += 7;
      } while ((part & 0x80) != 0 && shift <= 35);
      return size;
    }

    /** As many bytes as low bits are set, lowest byte first. */
    long number(int bits, int bytes) throws IOException {
      long number = 0;
      for (int i = 0; i < bytes; i++) {
        if ((bits & (1 << i)) != 0) {
          number |= (long) next() << (8 * i);
        }
      }
      return number;
    }
  }
}
