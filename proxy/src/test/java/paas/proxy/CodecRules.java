package paas.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.Answer;
import paas.proxy.http.BadMessage;
import paas.proxy.http.Body;
import paas.proxy.http.Bytes;
import paas.proxy.http.Forwarding;
import paas.proxy.http.ProxyHeader;
import paas.proxy.http.Request;
import paas.proxy.http2.FieldBlock;
import paas.proxy.http2.Http2Error;
import paas.proxy.http2.RequestFields;

/** What holds for any bytes whatever: understood in one way, or refused. Used again and again. */
final class CodecRules {
  private final Request request = new Request(65_536, 100);

  /** For what the first one wrote: it has some fields more. */
  private final Request wide = new Request(65_536, 200);

  private final Answer answer = new Answer(65_536, 200);
  private final RequestFields fields = new RequestFields(65_536);
  private final Forwarding forwarding = new Forwarding("192.0.2.7", 80, "http", false);

  /** A request as it is sent on: its line, its body's bytes, and all of it. */
  record Forwarded(String line, String body, String wire) {}

  /**
   * A request, whole and in part.
   *
   * @return whether it would be sent on
   */
  boolean request(byte[] bytes, int part) {
    int all = parsed(bytes, bytes.length);
    int some = parsed(bytes, part);
    check(some == -1 || some == all || (some == -2 && all != -1), "in part it is another", bytes);
    Forwarded sent = forwarded(bytes);
    if (sent == null) {
      return false;
    }
    Forwarded again = forwarded(latin(sent.wire), wide);
    check(again != null, "what is sent on is refused", latin(sent.wire));
    check(
        again != null && again.line.equals(sent.line) && again.body.equals(sent.body),
        "what is sent on is another request",
        latin(sent.wire));
    return true;
  }

  /** Where the head ends, -1 for more, -2 when it is refused. */
  private int parsed(byte[] bytes, int to) {
    try {
      return request.parse(bytes, 0, to);
    } catch (BadMessage e) {
      return -2;
    }
  }

  /** What a target gets of a request; null when it is refused or not whole. */
  @Nullable Forwarded forwarded(byte[] bytes) {
    return forwarded(bytes, request);
  }

  private @Nullable Forwarded forwarded(byte[] bytes, Request parser) {
    Bytes out = new Bytes(512);
    try {
      byte[] copy = bytes.clone();
      int at = parser.parse(copy, 0, copy.length);
      if (at < 0) {
        return null;
      }
      String line = parser.method() + " " + parser.path();
      Body body = new Body();
      body.start(parser.bodyFraming(), parser.bodyLength());
      parser.write(out, forwarding, new Bytes(2).put("id"), 0);
      body.take(copy, at, copy.length);
      if (!body.done()) {
        return null;
      }
      String data = text(Arrays.copyOfRange(copy, body.dataAt(), body.dataEnd()));
      body.encode(copy, out, body.framing() == Body.Framing.CHUNKED);
      return new Forwarded(line, data, out.text(0, out.size()));
    } catch (BadMessage e) {
      return null;
    }
  }

  /**
   * An answer.
   *
   * @return whether it would be passed on
   */
  boolean answer(byte[] bytes, boolean toHead) {
    Bytes out = new Bytes(256);
    try {
      if (answer.parse(bytes, 0, bytes.length, toHead) < 0) {
        return false;
      }
      Body.Framing framing = answer.bodyFraming();
      long length = answer.bodyLength();
      int status = answer.status();
      answer.write(out, framing == Body.Framing.CHUNKED, false, new byte[0], new byte[0]);
      int end = answer.parse(out.array(), 0, out.size(), toHead);
      check(end == out.size(), "something is behind the head", bytes);
      check(answer.status() == status, "another status", bytes);
      check(answer.bodyFraming() == framing, "framed otherwise", bytes);
      check(framing == Body.Framing.NONE || answer.bodyLength() == length, "another length", bytes);
      String rest = out.text(0, out.size()).replace("\r\n", "");
      check(rest.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0), "a split", bytes);
      return true;
    } catch (BadMessage e) {
      return false;
    }
  }

  /** A body in chunks, whole and in pieces of so many bytes. */
  static void chunks(byte[] bytes, int step) {
    String all = decoded(bytes, Math.max(1, bytes.length));
    check(all.equals(decoded(bytes, step)), "in pieces it is another", bytes);
  }

  /** The data, what follows it, and how it ended. */
  private static String decoded(byte[] bytes, int step) {
    Body body = new Body();
    body.start(Body.Framing.CHUNKED, 0);
    body.keepTrailers();
    StringBuilder data = new StringBuilder();
    int at = 0;
    try {
      while (at < bytes.length && !body.done()) {
        byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step));
        at += body.take(piece, 0, piece.length);
        data.append(text(Arrays.copyOfRange(piece, body.dataAt(), body.dataEnd())));
      }
    } catch (BadMessage e) {
      return "refused";
    }
    Bytes end = new Bytes(64);
    try {
      body.take(new byte[0], 0, 0);
    } catch (BadMessage e) {
      return "refused";
    }
    body.encode(new byte[0], end, true);
    return data + "|" + body.done() + "|" + (body.done() ? at + end.text(0, end.size()) : 0);
  }

  /** A header of the PROXY protocol, whole and in part. */
  static void introduction(byte[] bytes, int part) {
    ProxyHeader header = new ProxyHeader();
    int some = introduced(header, bytes, part);
    int all = introduced(header, bytes, bytes.length);
    check(some == -1 || some == all, "in part it is another", bytes);
    check(all < 0 || (header.port() >= 0 && header.port() < 65_536), "no port", bytes);
  }

  private static int introduced(ProxyHeader header, byte[] bytes, int to) {
    try {
      return header.parse(bytes, to);
    } catch (BadMessage e) {
      return -2;
    }
  }

  /** A block of HTTP/2's fields: what is made of it is one proper request, or refused. */
  void fields(byte[] bytes) {
    fields.start();
    try {
      new FieldBlock().decode(bytes, 0, bytes.length, fields);
    } catch (Http2Error e) {
      return;
    }
    fields.check();
    if (fields.wrong() != null) {
      return;
    }
    Bytes out = new Bytes(512);
    fields.write(out, true);
    byte[] head = Arrays.copyOf(out.array(), out.size());
    int end = parsed(head, head.length);
    check(end == -2 || end == -1 || end == head.length, "a field became a request", head);
  }

  private static void check(boolean holds, String what, byte[] bytes) {
    if (!holds) {
      throw new AssertionError(what + ": " + text(bytes));
    }
  }

  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
