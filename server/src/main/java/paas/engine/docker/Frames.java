package paas.engine.docker;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Docker's multiplexed output: frames of 8 bytes of header, then what was written at once. */
final class Frames {
  private static final int STDERR = 2;
  private static final int LARGEST = 16 << 20;
  private static final int BUFFER = 64 << 10;

  private final DataInputStream in;
  private int stream;
  private byte[] content = {};

  Frames(InputStream in) {
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
  }

  /** Reads the next frame; false at the end. */
  boolean next() throws IOException {
    stream = in.read();
    if (stream < 0) {
      return false;
    }
    in.skipNBytes(3);
    int length = in.readInt();
    if (length < 0 || length > LARGEST) {
      throw new IOException("a frame of " + length + " bytes");
    }
    content = in.readNBytes(length);
    if (content.length < length) {
      throw new EOFException("a frame was cut short");
    }
    return true;
  }

  boolean isStderr() {
    return stream == STDERR;
  }

  /** What was written, to be read only. */
  byte[] content() {
    return content;
  }
}
