package paas.proxy.http2;

import paas.proxy.http.Bytes;

/** The fields after a body, as lines of HTTP/1.1. */
public final class TrailerFields extends MessageFields {
  public TrailerFields(int mostBytes) {
    super(mostBytes);
    start();
  }

  @Override
  boolean pseudo(String name, String value) {
    return false;
  }

  /** Writes the lines alone. */
  public void write(Bytes out) {
    out.put(lines.array(), 0, tooLarge() ? 0 : lines.size());
  }
}
