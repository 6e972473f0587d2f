package paas.proxy.http;

import java.nio.charset.StandardCharsets;

/** What one client connection contributes to the forwarding fields of its requests. */
public final class Forwarding {
  private final String peer;
  private final int port;
  private final String scheme;
  private final boolean trusted;
  private final byte[] fields;

  /**
   * Made once per connection.
   *
   * @param peer the client's address as text, without a port
   * @param port the port that it connected to
   * @param scheme how it came: {@code http} or {@code https}
   * @param trusted whether what the peer says about its own client is believed
   */
  public Forwarding(String peer, int port, String scheme, boolean trusted) {
    this.peer = peer;
    this.scheme = scheme;
    this.port = port;
    this.trusted = trusted;
    String text =
        "X-Forwarded-For: "
            + peer
            + "\r\nX-Forwarded-Proto: "
            + scheme
            + "\r\nX-Forwarded-Port: "
            + port
            + "\r\n";
    fields = text.getBytes(StandardCharsets.ISO_8859_1);
  }

  public String peer() {
    return peer;
  }

  /** How the connection itself came: {@code http} or {@code https}. */
  public String scheme() {
    return scheme;
  }

  public boolean trusted() {
    return trusted;
  }

  /** Writes the fields and returns the value of X-Forwarded-For. */
  String write(Bytes out, Head head, String host) {
    if (!trusted) {
      out.put(fields).put("X-Forwarded-Host: ").put(host).crlf();
      return peer;
    }
    String before = chain(head);
    String chain = before.isEmpty() ? peer : before + ", " + peer;
    out.put("X-Forwarded-For: ").put(chain).crlf();
    out.put("X-Forwarded-Proto: ").put(scheme(head)).crlf();
    out.put("X-Forwarded-Port: ")
        .put(told(head, Field.FORWARDED_PORT, "[0-9]{1,5}", "" + port))
        .crlf();
    out.put("X-Forwarded-Host: ")
        .put(told(head, Field.FORWARDED_HOST, "[0-9A-Za-z._:\\[\\]-]{1,260}", host))
        .crlf();
    return chain;
  }

  /** How the client came, as far as it is known: {@code http} or {@code https}. */
  String scheme(Head head) {
    return trusted ? told(head, Field.FORWARDED_PROTO, "https?", scheme) : scheme;
  }

  /** All that was said of the way so far; empty when any of it is malformed. */
  private static String chain(Head head) {
    String chain = "";
    for (int i = 0; i < head.count; i++) {
      if (head.field[i] == Field.FORWARDED_FOR) {
        chain = chain.isEmpty() ? head.value(i) : chain + ", " + head.value(i);
      }
    }
    return chain.matches("[0-9A-Fa-f.:, ]{2,1000}") ? chain : "";
  }

  /**
   * A trusted peer's value when there is one, well-formed; otherwise our own. The last of several:
   * those before it may be the client's, which a proxy leaves alone that only adds a line.
   */
  static String told(Head head, Field field, String pattern, String own) {
    for (int i = head.count - 1; i >= 0; i--) {
      if (head.field[i] == field) {
        String value = head.value(i);
        return value.matches(pattern) ? value : own;
      }
    }
    return own;
  }
}
