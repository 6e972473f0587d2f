package paas.proxy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request that ended, as the router's log line.
 *
 * @param at when its head was complete
 * @param app empty when no app answers to the host
 * @param release empty likewise
 * @param host canonical; empty when the request had no proper one
 * @param requestId what the target got as X-Request-Id
 * @param fwd what the target got as X-Forwarded-For, or the client's address
 * @param process of the target, e.g. {@code web.1}; empty when none was reached
 * @param connectMillis until the target's connection was ready
 * @param serviceMillis from then to the end of the answer
 * @param status what the client was sent; 499 when it went away before, 101 for a WebSocket
 * @param bytes of the answer's body that the client's connection took
 * @param protocol {@code http}
 * @param code {@code H10}, {@code H12}, ... or null
 * @param description what the code stands for, or null
 */
public record RequestLine(
    Instant at,
    String app,
    String release,
    String method,
    String path,
    String host,
    String requestId,
    String fwd,
    String process,
    long connectMillis,
    long serviceMillis,
    int status,
    long bytes,
    String protocol,
    @Nullable String code,
    @Nullable String description) {

  /**
   * Heroku's form. Whatever the client chose is quoted and escaped: one request never makes two
   * lines.
   */
  public String text() {
    StringBuilder line = new StringBuilder(256);
    text(line);
    return line.toString();
  }

  /** Appends what {@link #text()} returns. */
  public void text(StringBuilder line) {
    line.append(code == null ? "at=info" : "at=error code=" + code);
    if (description != null) {
      quoted(line.append(" desc="), description);
    }
    bare(line.append(" method="), method);
    quoted(line.append(" path="), path);
    bare(line.append(" host="), host);
    bare(line.append(" request_id="), requestId);
    quoted(line.append(" fwd="), fwd);
    bare(line.append(" dyno="), process);
    line.append(" connect=").append(connectMillis).append("ms service=").append(serviceMillis);
    line.append("ms status=").append(status).append(" bytes=").append(bytes);
    line.append(" protocol=").append(protocol);
  }

  private static void quoted(StringBuilder line, String value) {
    line.append('"');
    if (harmless(value, true)) {
      line.append(value);
    } else {
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '"' || c == '\\') {
          line.append('\\').append(c);
        } else {
          printable(line, c);
        }
      }
    }
    line.append('"');
  }

  private static void bare(StringBuilder line, String value) {
    if (harmless(value, false)) {
      line.append(value);
      return;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\' || c == ' ' || c == '=') {
        line.append('_');
      } else {
        printable(line, c);
      }
    }
  }

  /** Whether it can stand as it is: nearly everything can. */
  private static boolean harmless(String value, boolean quoted) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 32 || c >= 127 || c == '"' || c == '\\' || (!quoted && (c == ' ' || c == '='))) {
        return false;
      }
    }
    return true;
  }

  private static void printable(StringBuilder line, char c) {
    if (c >= 32 && c < 127) {
      line.append(c);
    } else {
      String hex = Integer.toHexString(c);
      line.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
    }
  }
}
