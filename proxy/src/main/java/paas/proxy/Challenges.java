package paas.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.Bytes;

/**
 * The challenges that are open, for looking up. They are answered before the rules of any app are
 * asked: a login or a maintenance must not keep an authority out.
 */
final class Challenges {
  private static final String PREFIX = "/.well-known/acme-challenge/";

  private final Map<String, String> answers;

  private Challenges(Map<String, String> answers) {
    this.answers = answers;
  }

  /** Null when none are open. */
  static @Nullable Challenges of(List<Challenge> open) {
    return open.isEmpty()
        ? null
        : new Challenges(
            open.stream()
                .collect(
                    Collectors.toUnmodifiableMap(
                        one -> one.host() + PREFIX + one.token(),
                        Challenge::answer,
                        (_, last) -> last)));
  }

  /** The answer to a request; null when it is for the app. */
  @Nullable String answer(Facts asked) {
    boolean reads = asked.method.equals("GET") || asked.toHead;
    // Most requests are told apart without a text: what is open is open for seconds only.
    return reads && asked.path.size() > PREFIX.length() && asked.path.array()[1] == '.'
        ? answers.get(asked.host + asked.path.text())
        : null;
  }

  /**
   * A whole answer.
   *
   * @param close whether the connection ends with it
   * @return the length of the body
   */
  static int write(Bytes out, String answer, boolean toHead, boolean close) {
    byte[] body = answer.getBytes(StandardCharsets.US_ASCII);
    out.put("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n");
    out.put("Cache-Control: no-store\r\nContent-Length: ").decimal(body.length).crlf();
    out.put(close ? "Connection: close\r\n\r\n" : "\r\n");
    if (!toHead) {
      out.put(body);
    }
    return toHead ? 0 : body.length;
  }
}
