package paas.hooks.pack;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates entries of the received pack again. Each thread has its own. */
final class StoredStream implements AutoCloseable {
  private final PackStore store;
  private final Inflater inflater = new Inflater();
  private final byte[] raw = new byte[8 << 10];
  private final byte[] piece = new byte[16 << 10];
  private long position;
  private int at;
  private int end;

  StoredStream(PackStore store) {
    this.store = store;
  }

  void open(Item item) {
    inflater.reset();
    position = item.stream();
    at = 0;
    end = 0;
  }

  /** The whole of a stream. */
  byte[] all(Item item) throws IOException {
    open(item);
    byte[] bytes = new byte[Math.toIntExact(item.size)];
    read(bytes, 0, bytes.length);
    return bytes;
  }

  /** What was opened, as a stream for readers that ask for a number of bytes. */
  InputStream asInput() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return next();
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        StoredStream.this.read(into, from, length);
        return length;
      }
    };
  }

  int next() throws IOException {
    if (at == end) {
      at = 0;
      end = inflate(piece, 0, piece.length);
    }
    return piece[at++] & 0xff;
  }

  /** Fills this part of the array. */
  void read(byte[] into, int from, int length) throws IOException {
    int buffered = Math.min(length, end - at);
    System.arraycopy(piece, at, into, from, buffered);
    at += buffered;
    for (int done = buffered; done < length; ) {
      done += inflate(into, from + done, length - done);
    }
  }

  /** At least one byte. */
  private int inflate(byte[] into, int from, int length) throws IOException {
    try {
      while (true) {
        int inflated = inflater.inflate(into, from, length);
        if (inflated > 0) {
          return inflated;
        }
        if (inflater.finished()) {
          throw new EOFException();
        }
        if (inflater.needsInput()) {
          int read = store.read(position, raw);
          position += read;
          inflater.setInput(raw, 0, read);
        }
      }
    } catch (DataFormatException e) {
      throw new IOException("the received pack is not what it was", e);
    } catch (EOFException e) {
      throw new BadPack("a delta of the pack ends too early");
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
