package paas.proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * Follows one body through the bytes of its connection: how much of them belongs to it, where its
 * data lies, when it ends. Chunks are checked strictly and their framing is removed in place;
 * extensions are read and dropped, and so are trailers unless they are asked for. One object is
 * used again and again.
 */
public final class Body {
  /** Bytes of one size line, and of all trailers together. */
  private static final int MAX_SIZE_LINE = 256;

  private static final int MAX_TRAILERS = 8192;

  /** How the end of a body is known. */
  public enum Framing {
    NONE,
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  private enum Step {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER_START,
    TRAILER,
    TRAILER_LF,
    END_LF
  }

  private Framing framing = Framing.NONE;
  private Step step = Step.SIZE;
  private long left;
  private int digits;
  private int lineBytes;
  private boolean done = true;
  private int dataAt;
  private int dataEnd;
  private @Nullable Trailers trailers;

  /**
   * Follows another body from its first byte.
   *
   * @param length bytes of a body of known length; otherwise not looked at
   */
  public void start(Framing how, long length) {
    framing = how;
    left = how == Framing.LENGTH ? length : 0;
    step = Step.SIZE;
    digits = 0;
    lineBytes = 0;
    done = how == Framing.NONE || (how == Framing.LENGTH && length == 0);
    dataAt = 0;
    dataEnd = 0;
    trailers = null;
  }

  /** Call after {@link #start}: keeps the trailers too. */
  public void keepTrailers() {
    trailers = new Trailers();
  }

  /** What was kept; null when nothing was to be. */
  public @Nullable Trailers trailers() {
    return trailers;
  }

  public Framing framing() {
    return framing;
  }

  public boolean done() {
    return done;
  }

  /** The end of the connection ended the body. */
  public void closed() {
    done |= framing == Framing.UNTIL_CLOSE;
  }

  /** After {@link #take}: the data is in the same array at [dataAt, dataEnd). */
  public int dataAt() {
    return dataAt;
  }

  public int dataEnd() {
    return dataEnd;
  }

  /** Takes what belongs to the body from {@code b[from, to)}; returns where the rest starts. */
  public int take(byte[] b, int from, int to) throws BadMessage {
    dataAt = from;
    dataEnd = from;
    if (done) {
      return from;
    }
    switch (framing) {
      case NONE -> {
        return from;
      }
      case UNTIL_CLOSE -> dataEnd = to;
      case LENGTH -> {
        dataEnd = (int) Math.min(to, from + left);
        left -= dataEnd - from;
        done = left == 0;
      }
      case CHUNKED -> {
        return chunks(b, from, to);
      }
    }
    return dataEnd;
  }

  private int chunks(byte[] b, int from, int to) throws BadMessage {
    int i = from;
    while (i < to && !done) {
      if (step == Step.DATA) {
        int part = (int) Math.min(left, to - i);
        System.arraycopy(b, i, b, dataEnd, part);
        dataEnd += part;
        i += part;
        left -= part;
        if (left == 0) {
          step = Step.DATA_CR;
        }
      } else {
        frame(b[i++]);
      }
    }
    return i;
  }

  private void frame(byte c) throws BadMessage {
    switch (step) {
      case SIZE -> size(c);
      case EXTENSION -> {
        if (c == '\r') {
          step = Step.SIZE_LF;
        } else {
          text(c, MAX_SIZE_LINE);
        }
      }
      case SIZE_LF -> {
        expect(c, '\n');
        lineBytes = 0;
        step = left == 0 ? Step.TRAILER_START : Step.DATA;
      }
      case DATA_CR -> {
        expect(c, '\r');
        step = Step.DATA_LF;
      }
      case DATA_LF -> {
        expect(c, '\n');
        digits = 0;
        step = Step.SIZE;
      }
      case TRAILER_START, TRAILER -> trailer(c);
      case TRAILER_LF -> {
        expect(c, '\n');
        if (trailers != null) {
          trailers.take(c);
        }
        step = Step.TRAILER_START;
      }
      case END_LF -> {
        expect(c, '\n');
        if (trailers != null) {
          trailers.check();
        }
        done = true;
      }
      case DATA -> throw new IllegalStateException("data is not framing");
    }
  }

  private void size(byte c) throws BadMessage {
    int digit = Character.digit(c, 16);
    if (digit >= 0) {
      if (++digits > 15) {
        throw new BadMessage("a chunk size of more than 15 digits");
      }
      left = left * 16 + digit;
    } else if (digits > 0 && c == '\r') {
      step = Step.SIZE_LF;
    } else if (digits > 0 && c == ';') {
      step = Step.EXTENSION;
    } else {
      throw new BadMessage("a chunk size that is not hexadecimal");
    }
  }

  private void trailer(byte c) throws BadMessage {
    if (c == '\r') {
      step = step == Step.TRAILER_START ? Step.END_LF : Step.TRAILER_LF;
    } else {
      text(c, MAX_TRAILERS);
      step = Step.TRAILER;
    }
    if (trailers != null) {
      trailers.take(c);
    }
  }

  private void text(byte c, int most) throws BadMessage {
    if ((c >= 0 && c < 32 && c != '\t') || c == 127) {
      throw new BadMessage("a control byte in the framing of a chunk");
    }
    if (++lineBytes > most) {
      throw new BadMessage(431, "the framing of a chunk is longer than " + most + " bytes");
    }
  }

  private static void expect(byte c, char wanted) throws BadMessage {
    if (c != wanted) {
      throw new BadMessage("a chunk is not framed by CRLF");
    }
  }

  /**
   * Appends the data that {@link #take} found in {@code from}, in a chunk of its own and with the
   * last one if wanted.
   */
  public void encode(byte[] from, Bytes out, boolean chunked) {
    int length = dataEnd - dataAt;
    if (length > 0) {
      if (chunked) {
        out.hex(length).crlf();
      }
      out.put(from, dataAt, length);
      if (chunked) {
        out.crlf();
      }
    }
    if (chunked && done) {
      out.put("0\r\n");
      if (trailers != null) {
        trailers.write(out);
      }
      out.crlf();
    }
  }
}
