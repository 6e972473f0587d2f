package paas.proxy;

import java.nio.charset.StandardCharsets;
import paas.proxy.http.Answer;
import paas.proxy.http.BadMessage;
import paas.proxy.http.Body;
import paas.proxy.http.Bytes;
import paas.proxy.http2.FieldWriter;
import paas.proxy.http2.Http2Error;

/** A request of an HTTP/2 client: comes as a head of HTTP/1.1, its answer goes as frames. */
final class FromClientStream extends Http2Stream {
  private static final String PROOF = "sec-websocket-accept";

  private final FromClient client;
  private boolean interim;
  private boolean switched;
  private boolean toHead;

  FromClientStream(FromClient client) {
    super(client);
    this.client = client;
  }

  /** Whether only the head of the answer is wanted. */
  void toHead(boolean only) {
    toHead = only;
  }

  @Override
  int head(byte[] b, int from, int to, Bytes block, Body body) throws BadMessage {
    Answer answer = connection.desk.written;
    int at = answer.parse(b, from, to, toHead);
    if (at < 0) {
      return -1;
    }
    interim = answer.interim();
    switched = answer.status() == 101;
    int digits = from + "HTTP/1.1 ".length();
    if (switched) {
      // What HTTP/1.1 calls a switch is a success here.
      b[digits] = '2';
      b[digits + 1] = '0';
      b[digits + 2] = '0';
    }
    FieldWriter.status(block, b, digits);
    answer.each((kind, bytes, nameAt, nameEnd, valueAt, valueEnd) -> {
      switch (kind) {
        case CONNECTION, TRANSFER_ENCODING, UPGRADE, HOP -> {}
        default -> {
          if (!switched || !isProof(bytes, nameAt, nameEnd)) {
            FieldWriter.field(block, bytes, nameAt, nameEnd, valueAt, valueEnd);
          }
        }
      }
    });
    body.start(answer.bodyFraming(), answer.bodyLength());
    body.keepTrailers();
    return at;
  }

  /** Whether it proves to a client of HTTP/1.1 that its key was seen: here it sent none. */
  private static boolean isProof(byte[] b, int at, int end) {
    return new String(b, at, end - at, StandardCharsets.ISO_8859_1).equalsIgnoreCase(PROOF);
  }

  @Override
  boolean interim() {
    return interim;
  }

  @Override
  boolean switched() {
    return switched;
  }

  @Override
  int farewell() {
    return Http2Error.INTERNAL;
  }

  @Override
  public boolean next() {
    if (!super.next()) {
      return false;
    }
    client.free(this);
    return true;
  }

  @Override
  void closed() {
    client.forget(this);
  }
}
