package paas.proxy.http2;

import java.util.Set;

/** What HTTP/2 asks of the text of fields. */
final class FieldRules {
  private static final String SIGNS = "!#$%&'*+-.^_`|~";

  /** Fields that speak of one connection, which HTTP/2 says in other ways. */
  private static final Set<String> OF_CONNECTION =
      Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

  private FieldRules() {}

  /** Whether it is a name that may be sent: a token without capitals. */
  static boolean name(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && SIGNS.indexOf(c) < 0) {
        return false;
      }
    }
    return !name.isEmpty() && !OF_CONNECTION.contains(name);
  }

  static boolean token(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && SIGNS.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether it is a value that may be sent: no control characters, no blanks around it. */
  static boolean value(String value) {
    int length = value.length();
    for (int i = 0; i < length; i++) {
      // The decoder extends the sign of bytes from 128 on: only their low eight bits count.
      int c = value.charAt(i) & 255;
      if ((c < 32 && c != '\t') || c == 127) {
        return false;
      }
    }
    return length == 0 || !(blank(value.charAt(0)) || blank(value.charAt(length - 1)));
  }

  /** Whether nothing in it could end a part of a request line. */
  static boolean unbroken(String text) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i) & 255;
      if (c <= 32 || c == 127) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean blank(char c) {
    return c == ' ' || c == '\t';
  }
}
