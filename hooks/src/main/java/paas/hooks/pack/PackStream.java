package paas.hooks.pack;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.eclipse.jgit.lib.Constants;

/** The pack as it comes from the client; each byte is hashed and stored when it has been read. */
final class PackStream implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  /** Takes a piece of an inflated stream; the array is used again. */
  interface Sink {
    void piece(byte[] bytes, int length) throws IOException;
  }

  private final InputStream in;
  private final PackStore store;
  private final long limit;
  private final MessageDigest digest = Constants.newMessageDigest();
  private final CRC32 crc = new CRC32();
  private final Inflater inflater = new Inflater();
  private final byte[] buffer = new byte[BUFFER];
  private final byte[] piece = new byte[BUFFER];
  private long base;
  private int at;
  private int end;

  PackStream(InputStream in, PackStore store, long limit) {
    this.in = in;
    this.store = store;
    this.limit = limit;
  }

  long position() {
    return base + at;
  }

  /** From here on the checksum of one entry is counted. */
  void beginEntry() {
    crc.reset();
  }

  int crc() {
    return (int) crc.getValue();
  }

  int next() throws IOException {
    if (at == end) {
      fill();
    }
    int value = buffer[at] & 0xff;
    consume(1);
    return value;
  }

  byte[] next(int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) next();
    }
    return bytes;
  }

  /** Inflates one stream, which must come to exactly this size. */
  void inflate(long size, Sink sink) throws IOException {
    inflater.reset();
    long left = size;
    try {
      int given = 0;
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          consume(given);
          if (at == end) {
            fill();
          }
          given = end - at;
          inflater.setInput(buffer, at, given);
        }
        int length = inflater.inflate(piece);
        left -= length;
        if (left < 0 || inflater.needsDictionary()) {
          throw new BadPack("an object of the pack is not of the size that it says");
        }
        sink.piece(piece, length);
      }
      consume(given - inflater.getRemaining());
    } catch (DataFormatException e) {
      throw new BadPack("the pack is damaged: an object cannot be inflated");
    }
    if (left != 0) {
      throw new BadPack("an object of the pack is not of the size that it says");
    }
  }

  /** Reads the pack's own checksum, the last that it has; the stored pack ends before it. */
  byte[] finish() throws IOException {
    flush();
    byte[] expected = digest.digest();
    byte[] given = new byte[expected.length];
    for (int i = 0; i < given.length; i++) {
      if (at == end) {
        at = 0;
        end = receive();
      }
      given[i] = buffer[at++];
    }
    if (!Arrays.equals(expected, given)) {
      throw new BadPack("the pack is damaged: its checksum is wrong");
    }
    if (at != end) {
      throw new BadPack("there is something behind the end of the pack");
    }
    return given;
  }

  private void consume(int length) {
    crc.update(buffer, at, length);
    at += length;
  }

  private void fill() throws IOException {
    flush();
    at = 0;
    end = receive();
  }

  private void flush() throws IOException {
    digest.update(buffer, 0, at);
    store.append(buffer, 0, at);
    base += at;
    System.arraycopy(buffer, at, buffer, 0, end - at);
    end -= at;
    at = 0;
  }

  private int receive() throws IOException {
    int read = in.read(buffer, 0, buffer.length);
    if (read <= 0) {
      throw new BadPack("the pack ends too early");
    }
    if (base + read > limit) {
      throw new TooLarge(TooLarge.What.PACK, limit);
    }
    return read;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
