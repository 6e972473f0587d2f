package paas.proxy.http;

/** The fields after a body. Only those that mean nothing to the proxy are passed on. */
public final class Trailers {
  private final Bytes raw = new Bytes(64);

  void take(byte c) {
    raw.number(c, 1);
  }

  /** Call when all have come. */
  void check() throws BadMessage {
    byte[] b = raw.array();
    for (int at = 0; at < raw.size() && b[at] != '\r'; at = lineEnd(at) + 2) {
      int colon = nameEnd(at);
      if (colon == at || b[colon] != ':') {
        throw new BadMessage("a trailer without a proper name");
      }
    }
  }

  /** Shows each field that may be passed on. */
  public void each(Head.Each each) {
    byte[] b = raw.array();
    int end;
    for (int at = 0; at < raw.size() && b[at] != '\r'; at = end + 2) {
      end = lineEnd(at);
      int colon = nameEnd(at);
      int from = colon + 1;
      int to = end;
      while (from < to && blank(b[from])) {
        from++;
      }
      while (to > from && blank(b[to - 1])) {
        to--;
      }
      Field kind = Field.of(b, at, colon);
      if (kind == Field.OTHER) {
        each.field(kind, b, at, colon, from, to);
      }
    }
  }

  private int lineEnd(int from) {
    int end = from;
    while (end < raw.size() && raw.array()[end] != '\r') {
      end++;
    }
    return end;
  }

  /** Where the name at the start of a line ends: at its end, if nothing follows on it. */
  private int nameEnd(int from) {
    int end = from;
    while (end < raw.size() && Field.token(raw.array()[end])) {
      end++;
    }
    return end;
  }

  private static boolean blank(byte b) {
    return b == ' ' || b == '\t';
  }

  void write(Bytes out) {
    each((_, b, nameAt, nameEnd, valueAt, valueEnd) ->
        out.put(b, nameAt, nameEnd - nameAt).put(": ").put(b, valueAt, valueEnd - valueAt).crlf());
  }
}
