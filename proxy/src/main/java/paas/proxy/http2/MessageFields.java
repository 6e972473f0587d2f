package paas.proxy.http2;

import org.jspecify.annotations.Nullable;
import paas.proxy.http.Bytes;

/**
 * The fields of one message as they come out of a block: held against HTTP/2's rules, and kept as
 * lines of HTTP/1.1. Used again and again.
 */
public abstract class MessageFields implements FieldBlock.Sink {
  private static final int MOST_DIGITS = 18;

  private final int mostBytes;
  final Bytes lines = new Bytes(512);
  private final StringBuilder cookies = new StringBuilder();
  private boolean regular;
  private @Nullable String wrong;
  private long length;

  /**
   * Fields for a parser that takes at most so many bytes: some more than that are kept, so that it
   * sees that there are too many.
   */
  MessageFields(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Gets ready for another message. */
  public void start() {
    lines.clearAndShrink(4096);
    cookies.setLength(0);
    regular = false;
    wrong = null;
    length = -1;
  }

  /** Why the message must not be passed on; null when it is proper. */
  public @Nullable String wrong() {
    return wrong;
  }

  /** The length that the message tells of its body; -1 when it tells none. */
  public long length() {
    return length;
  }

  boolean tooLarge() {
    return lines.size() + cookies.length() > mostBytes;
  }

  @Override
  public final void field(String name, String value) {
    if (wrong != null) {
      return;
    }
    if (!FieldRules.value(value)) {
      wrong("a value with control characters or blanks around it");
    } else if (name.startsWith(":")) {
      if (regular || !pseudo(name, value)) {
        wrong("a field " + name + " that may not be there");
      }
    } else if (!FieldRules.name(name)) {
      wrong("a name of a field that may not be sent");
    } else {
      regular = true;
      regular(name, value);
    }
  }

  /** A field of the protocol's own; false: it may not be there. */
  abstract boolean pseudo(String name, String value);

  /** A field whose name and value are proper. */
  private void regular(String name, String value) {
    switch (name) {
      case "content-length" -> length(value);
      case "cookie" ->
          cookies.append(cookies.isEmpty() ? "" : "; ").append(tooLarge() ? "" : value);
      case "te" -> {
        if (!value.equals("trailers")) {
          wrong("te that is not trailers");
        }
      }
      default -> special(name, value);
    }
  }

  /** Takes a field, after those that all messages have in common. */
  void special(String name, String value) {
    keep(name, value);
  }

  final void keep(String name, String value) {
    if (!tooLarge()) {
      lines.put(name).put(": ").put(value).crlf();
    }
  }

  final void wrong(String why) {
    wrong = why;
  }

  private void length(String value) {
    boolean digits = !value.isEmpty() && value.length() <= MOST_DIGITS;
    for (int i = 0; i < value.length() && digits; i++) {
      digits = value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    if (!digits || length >= 0) {
      wrong("a content-length that is not one number");
    } else {
      length = Long.parseLong(value);
    }
  }

  /**
   * Writes the lines, how the body is framed, and the end of the head.
   *
   * @param unsized whether a body follows whose length is not known
   */
  final void writeRest(Bytes out, boolean unsized) {
    out.put(lines.array(), 0, lines.size());
    if (!cookies.isEmpty()) {
      out.put("Cookie: ").put(cookies.toString()).crlf();
    }
    if (length >= 0) {
      out.put("Content-Length: ").decimal(length).crlf();
    } else if (unsized) {
      out.put("Transfer-Encoding: chunked\r\n");
    }
    if (!tooLarge()) {
      out.crlf();
    }
  }
}
