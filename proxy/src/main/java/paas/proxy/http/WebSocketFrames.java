package paas.proxy.http;

/**
 * Follows one direction of a WebSocket from frame to frame, to know where another frame could
 * stand. Looks at lengths alone: what is said in a frame is nobody's business here.
 */
public final class WebSocketFrames {
  private static final int CLOSE = 8;
  private static final byte GOING_AWAY_HIGH = (byte) (1001 >> 8);
  private static final byte GOING_AWAY_LOW = (byte) 1001;

  /** Of the header at hand: bytes that came, and that it has as far as is known. */
  private int have;

  private int wanted = 2;

  /** Where the length ends, and the length so far. */
  private int extended;

  private long length;
  private long payload;
  private boolean close;
  private boolean closed;

  /** Whether the last byte that passed was the last one of a frame, or none has passed. */
  public boolean betweenFrames() {
    return have == 0 && payload == 0;
  }

  /** Whether a whole close frame has passed. */
  public boolean closed() {
    return closed;
  }

  /** Lets bytes pass. */
  public void pass(byte[] b, int from, int to) {
    int at = from;
    while (at < to) {
      at = frame(b, at, to);
    }
  }

  /**
   * Lets bytes pass up to the end of the frame that is under way; returns where that is, or {@code
   * to}.
   */
  public int passFrame(byte[] b, int from, int to) {
    int at = from;
    while (at < to && !betweenFrames()) {
      at = frame(b, at, to);
    }
    return at;
  }

  /** Takes one byte of a header, or as much of a payload as there is. */
  private int frame(byte[] b, int at, int to) {
    if (payload > 0) {
      int part = (int) Math.min(payload, to - at);
      payload -= part;
      end();
      return at + part;
    }
    header(b[at] & 0xff);
    return at + 1;
  }

  private void header(int c) {
    have++;
    if (have == 1) {
      close = (c & 15) == CLOSE;
      length = 0;
    } else if (have == 2) {
      int told = c & 127;
      int more = told == 126 ? 2 : told == 127 ? 8 : 0;
      length = more == 0 ? told : 0;
      wanted = 2 + more + ((c & 128) == 0 ? 0 : 4);
      extended = 2 + more;
    } else if (have <= extended) {
      // A length with the highest bit set is none: whoever sends it is at an end anyhow.
      length = ((length << 8) | c) & Long.MAX_VALUE;
    }
    if (have == wanted && have >= 2) {
      have = 0;
      wanted = 2;
      payload = length;
      end();
    }
  }

  private void end() {
    if (payload == 0) {
      closed |= close;
    }
  }

  /** Writes a close frame that says that this end goes away; one to a server is masked. */
  public static void goingAway(Bytes out, boolean toServer) {
    byte[] frame =
        toServer
            ? new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, GOING_AWAY_HIGH, GOING_AWAY_LOW}
            : new byte[] {(byte) 0x88, 2, GOING_AWAY_HIGH, GOING_AWAY_LOW};
    out.put(frame);
  }
}
