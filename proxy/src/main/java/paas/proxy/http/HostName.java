package paas.proxy.http;

import org.jspecify.annotations.Nullable;

/** Host names as the table knows them: lower case, without port, without a trailing dot. */
public final class HostName {
  private static final int MAX = 253;

  private HostName() {}

  /**
   * The canonical name of a Host value ({@code Shop.Example.com:8080}, {@code [::1]:80}), or null
   * when it is none.
   */
  public static @Nullable String canonical(String hostAndPort) {
    int end = portColon(hostAndPort);
    if (end < 0) {
      return null;
    }
    boolean literal = hostAndPort.startsWith("[");
    if (!literal && end > 1 && hostAndPort.charAt(end - 1) == '.') {
      end--;
    }
    if (end == 0 || end > MAX) {
      return null;
    }
    StringBuilder name = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      char c = hostAndPort.charAt(i);
      char lower = c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
      boolean plain =
          (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
      boolean dot = c == '.' && i > 0 && hostAndPort.charAt(i - 1) != '.';
      boolean address = literal && (c == ':' || c == '.' || i == 0 || i == end - 1);
      if (!plain && !dot && !address) {
        return null;
      }
      name.append(lower);
    }
    return name.toString();
  }

  /** What stands for a name and for all others with one other first label; empty: nothing. */
  public static String wildcard(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : "*" + name.substring(dot);
  }

  /**
   * Where the name ends: at the port's colon or at the end; -1 when brackets or port are malformed.
   */
  private static int portColon(String text) {
    int end = text.length();
    int close = -1;
    if (text.startsWith("[")) {
      close = text.indexOf(']');
      if (close < 3) {
        return -1;
      }
    }
    int colon = text.indexOf(':', close + 1);
    if (colon < 0) {
      return close >= 0 && close != end - 1 ? -1 : end;
    }
    if ((close >= 0 && colon != close + 1) || end - colon > 6) {
      return -1;
    }
    for (int i = colon + 1; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    return colon;
  }
}
