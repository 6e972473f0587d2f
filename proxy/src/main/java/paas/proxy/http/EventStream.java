package paas.proxy.http;

/** Follows server-sent events, to know where one has ended: an empty line ends each. */
public final class EventStream {
  private boolean lineEnded = true;
  private boolean eventEnded = true;
  private boolean afterCr;

  /** Whether the last byte that passed ended an event, or none has passed. */
  public boolean betweenEvents() {
    return eventEnded;
  }

  /** Lets bytes pass. Only their end counts: at most the last four are looked at. */
  public void pass(byte[] b, int from, int to) {
    if (to - from > 4) {
      lineEnded = false;
      afterCr = false;
    }
    for (int i = Math.max(from, to - 4); i < to; i++) {
      one(b[i]);
    }
  }

  private void one(byte c) {
    if (c == '\n' && afterCr) {
      // The second half of a line's end.
      afterCr = false;
    } else if (c == '\n' || c == '\r') {
      eventEnded = lineEnded;
      lineEnded = true;
      afterCr = c == '\r';
    } else {
      lineEnded = false;
      eventEnded = false;
      afterCr = false;
    }
  }
}
