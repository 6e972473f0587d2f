package paas.proxy.http2;

import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import paas.proxy.http.Bytes;

/** One request's fields, written anew as the head of an HTTP/1.1 request. */
public final class RequestFields extends MessageFields {
  private String method = "";
  private String scheme = "";
  private String authority = "";
  private String path = "";
  private String protocol = "";
  private String host = "";

  public RequestFields(int mostBytes) {
    super(mostBytes);
  }

  @Override
  public void start() {
    super.start();
    method = "";
    scheme = "";
    authority = "";
    path = "";
    protocol = "";
    host = "";
  }

  /** Whether a WebSocket is asked for. */
  public boolean webSocket() {
    return protocol.equals("websocket");
  }

  /** Whether only the head of the answer is wanted. */
  public boolean toHead() {
    return method.equals("HEAD");
  }

  @Override
  boolean pseudo(String name, String value) {
    if (!FieldRules.unbroken(value)) {
      return false;
    }
    return switch (name) {
      case ":method" -> {
        boolean first = method.isEmpty() && FieldRules.token(value);
        method = value;
        yield first;
      }
      case ":scheme" -> {
        boolean first = scheme.isEmpty();
        scheme = value;
        yield first && (value.equals("http") || value.equals("https"));
      }
      case ":authority" -> {
        boolean first = authority.isEmpty();
        authority = value;
        yield first;
      }
      case ":path" -> {
        boolean first = path.isEmpty();
        path = value;
        yield first && (value.charAt(0) == '/' || value.equals("*"));
      }
      case ":protocol" -> {
        boolean first = protocol.isEmpty();
        protocol = value;
        yield first && value.equals("websocket");
      }
      default -> false;
    };
  }

  @Override
  void special(String name, String value) {
    if (name.equals("host")) {
      if (!host.isEmpty() || value.isEmpty()) {
        wrong("more than one host, or an empty one");
      }
      host = value;
    } else {
      keep(name, value);
    }
  }

  /** Call after the last field: whether what must be there is there. */
  public void check() {
    if (wrong() != null) {
      return;
    }
    if (!host.isEmpty() && !authority.isEmpty() && !host.equalsIgnoreCase(authority)) {
      wrong("two hosts");
    }
    boolean connect = method.equals("CONNECT");
    boolean tunnel = connect && protocol.isEmpty();
    if (method.isEmpty() || (!tunnel && (scheme.isEmpty() || path.isEmpty()))) {
      wrong("a request without its method, scheme or path");
    }
    if ((!protocol.isEmpty() && !connect) || (tunnel && !(path + scheme).isEmpty())) {
      wrong("fields that do not go together");
    }
  }

  /**
   * Writes the head.
   *
   * @param complete whether no body follows
   */
  public void write(Bytes out, boolean complete) {
    String named = authority.isEmpty() ? host : authority;
    String verb = webSocket() ? "GET" : method;
    String target = path.isEmpty() ? named : path;
    out.put(verb).put(" ").put(target).put(" HTTP/1.1\r\nHost: ").put(named).crlf();
    if (webSocket()) {
      byte[] key = new byte[16];
      ThreadLocalRandom.current().nextBytes(key);
      out.put("Connection: close, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: ")
          .put(Base64.getEncoder().encodeToString(key))
          .crlf();
    }
    writeRest(out, !complete && !webSocket());
  }
}
