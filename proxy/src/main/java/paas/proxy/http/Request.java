package paas.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request's head: parsed, held against the rules (an ambiguous one is an error, never guessed
 * at), and written anew for the target. One object is used again and again; read what is needed
 * before the next parse.
 */
public final class Request {
  private static final byte[] HTTP_11_HOST = ascii(" HTTP/1.1\r\nHost: ");
  private static final byte[] HTML = ascii("text/html");
  private static final Set<Field> KEPT = Set.of();

  private final Head head;
  private String method = "";
  private String host = "";
  private String hostValue = "";
  private byte[] hostBytes = {};
  private int pathAt;
  private Body.Framing framing = Body.Framing.NONE;
  private long length;
  private boolean keepAlive;
  private boolean webSocket;
  private boolean expectsContinue;
  private String forwardedFor = "";

  public Request(int maxHeadBytes, int maxFields) {
    head = new Head(maxHeadBytes, maxFields);
  }

  /**
   * Parses and checks the head at {@code b[from, to)}. Returns where the body starts, or -1 while
   * more is needed.
   */
  public int parse(byte[] b, int from, int to) throws BadMessage {
    int end = head.parseRequest(b, from, to);
    if (end >= 0) {
      method = knownMethod();
      if (method.equals("TRACE") || method.equals("CONNECT")) {
        throw new BadMessage(405, method + " is not served");
      }
      length = 0;
      framing = framing();
      target();
      connection();
      expectation();
    }
    return end;
  }

  public String method() {
    return method;
  }

  /** Shows every field, those of the connection too. */
  public void each(Head.Each each) {
    head.each(each);
  }

  public boolean isHead() {
    return method.equals("HEAD");
  }

  /** Whether sending it twice does no more than sending it once. */
  public boolean idempotent() {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> true;
      default -> false;
    };
  }

  /** Path and query as they are sent on. */
  public String path() {
    Bytes path = new Bytes(head.secondEnd - pathAt + 1);
    path(path);
    return path.text();
  }

  /** Appends path and query as they are sent on. */
  public void path(Bytes out) {
    if (pathAt == head.secondEnd || head.bytes[pathAt] == '?') {
      out.put("/");
    }
    out.put(head.bytes, pathAt, head.secondEnd - pathAt);
  }

  /** Takes so many bytes off the start of the path that is sent on. */
  public void strip(int bytes) {
    pathAt += bytes;
  }

  /** The canonical host name. */
  public String host() {
    return host;
  }

  public Body.Framing bodyFraming() {
    return framing;
  }

  public long bodyLength() {
    return length;
  }

  public boolean version11() {
    return head.version11();
  }

  /** Whether the client's connection may carry another request. */
  public boolean keepAlive() {
    return keepAlive;
  }

  public boolean webSocket() {
    return webSocket;
  }

  /** The value of X-Forwarded-For that {@link #write} wrote. */
  public String forwardedFor() {
    return forwardedFor;
  }

  /** The port that the client named beside the host, with its colon; empty when it named none. */
  public String hostPort() {
    int colon = hostValue.lastIndexOf(':');
    return colon > hostValue.lastIndexOf(']') ? hostValue.substring(colon) : "";
  }

  /** How the client came, as far as it is known: {@code http} or {@code https}. */
  public String scheme(Forwarding forwarding) {
    return forwarding.scheme(head);
  }

  /** The first value of a field, in lower case; null when there is none. */
  public @Nullable String value(String name) {
    int index = head.first(name);
    return index < 0 ? null : head.value(index);
  }

  /** Whether the client takes gzip. */
  public boolean acceptsGzip() {
    String accepted = value("accept-encoding");
    if (accepted != null) {
      for (String coding : accepted.split(",", 20)) {
        String[] parts = coding.strip().split(";", 2);
        if (parts[0].strip().equals("gzip")) {
          return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
        }
      }
    }
    return false;
  }

  /** Whether the client wants its error pages as HTML. */
  public boolean prefersHtml() {
    int index = head.first("accept");
    return index >= 0 && head.contains(index, HTML);
  }

  /** Takes over the request id that a trusted peer sent, when it is well-formed. */
  public void requestId(Forwarding forwarding, Bytes id) {
    if (forwarding.trusted()) {
      String told = Forwarding.told(head, Field.REQUEST_ID, "[0-9A-Za-z_=.+/-]{16,128}", "");
      if (!told.isEmpty()) {
        id.clear();
        id.put(told);
      }
    }
  }

  /** Writes the head for the target: hop-by-hop fields gone, forwarding fields fresh. */
  public void write(Bytes out, Forwarding forwarding, Bytes requestId, long startMillis) {
    out.put(head.bytes, head.firstAt, head.firstEnd - head.firstAt).put(" ");
    path(out);
    out.put(HTTP_11_HOST).put(hostValue).crlf();
    head.copy(out, KEPT);
    forwardedFor = forwarding.write(out, head, hostValue);
    out.put("X-Request-Id: ")
        .put(requestId)
        .put("\r\nX-Request-Start: ")
        .decimal(startMillis)
        .crlf();
    if (framing == Body.Framing.LENGTH) {
      out.put("Content-Length: ").decimal(length).crlf();
    } else if (framing == Body.Framing.CHUNKED) {
      out.put("Transfer-Encoding: chunked\r\n");
    }
    if (expectsContinue) {
      out.put("Expect: 100-continue\r\n");
    }
    if (webSocket) {
      out.put("Connection: Upgrade\r\nUpgrade: websocket\r\n");
    }
    out.crlf();
  }

  private String knownMethod() {
    if (head.is(head.firstAt, head.firstEnd, "get") && head.bytes[head.firstAt] == 'G') {
      return "GET";
    }
    return head.text(head.firstAt, head.firstEnd);
  }

  private Body.Framing framing() throws BadMessage {
    int encoding = head.only(Field.TRANSFER_ENCODING);
    int size = head.only(Field.CONTENT_LENGTH);
    if (encoding < 0) {
      length = size < 0 ? 0 : head.length(size);
      return size < 0 ? Body.Framing.NONE : Body.Framing.LENGTH;
    }
    if (size >= 0) {
      throw new BadMessage("both transfer-encoding and content-length");
    }
    if (!head.version11()) {
      throw new BadMessage("transfer-encoding in HTTP/1.0");
    }
    if (!head.is(head.valueAt[encoding], head.valueEnd[encoding], "chunked")) {
      throw new BadMessage("a transfer-encoding other than chunked");
    }
    return Body.Framing.CHUNKED;
  }

  private void findHost() throws BadMessage {
    int index = head.only(Field.HOST);
    if (index < 0) {
      throw new BadMessage("no host");
    }
    int at = head.valueAt[index];
    int end = head.valueEnd[index];
    if (!Arrays.equals(head.bytes, at, end, hostBytes, 0, hostBytes.length)) {
      String value = head.text(at, end);
      host = canonical(value);
      hostValue = value;
      hostBytes = ascii(value);
    }
  }

  private void target() throws BadMessage {
    findHost();
    int at = head.secondAt;
    byte first = head.bytes[at];
    pathAt = at;
    if (first == '/') {
      return;
    }
    if (first == '*' && head.secondEnd == at + 1 && method.equals("OPTIONS")) {
      return;
    }
    String target = head.text(at, head.secondEnd);
    if (!target.regionMatches(true, 0, "http://", 0, 7)) {
      throw new BadMessage("a request target that is neither a path nor an http address");
    }
    int authority = 7;
    while (authority < target.length() && "/?".indexOf(target.charAt(authority)) < 0) {
      authority++;
    }
    if (!canonical(target.substring(7, authority)).equals(host)) {
      throw new BadMessage("the request target names another host than the Host field");
    }
    pathAt = at + authority;
  }

  private static String canonical(String value) throws BadMessage {
    String name = HostName.canonical(value);
    if (name == null) {
      throw new BadMessage("a malformed host");
    }
    return name;
  }

  private void connection() {
    int options = head.connectionOptions();
    keepAlive = head.version11() && (options & Head.CLOSE) == 0;
    webSocket = false;
    if ((options & Head.UPGRADE) != 0
        && method.equals("GET")
        && head.version11()
        && framing == Body.Framing.NONE) {
      for (int i = 0; i < head.count; i++) {
        webSocket |=
            head.field[i] == Field.UPGRADE
                && head.is(head.valueAt[i], head.valueEnd[i], "websocket");
      }
    }
  }

  private void expectation() throws BadMessage {
    int index = head.only(Field.EXPECT);
    expectsContinue = false;
    if (index >= 0 && head.version11()) {
      if (!head.is(head.valueAt[index], head.valueEnd[index], "100-continue")) {
        throw new BadMessage(417, "an unknown expectation");
      }
      expectsContinue = framing != Body.Framing.NONE;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
