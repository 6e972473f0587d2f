package paas.proxy;

import java.nio.charset.StandardCharsets;
import paas.proxy.http.BadMessage;
import paas.proxy.http.Body;
import paas.proxy.http.Bytes;
import paas.proxy.http.Request;
import paas.proxy.http2.AnswerFields;
import paas.proxy.http2.FieldWriter;
import paas.proxy.http2.Http2Error;

/** A request to a target that speaks HTTP/2: goes as frames, its answer comes as HTTP/1.1. */
final class ToTargetStream extends Http2Stream {
  private final ToTarget target;
  private boolean toHead;
  private boolean answered;

  ToTargetStream(ToTarget target) {
    super(target);
    this.target = target;
  }

  /** Whether the answer's own head has come. */
  boolean answered() {
    return answered;
  }

  @Override
  int head(byte[] b, int from, int to, Bytes block, Body body) throws BadMessage {
    Request request = connection.desk.asked;
    int at = request.parse(b, from, to);
    if (at < 0) {
      return -1;
    }
    begin(target.nextStream());
    answered = false;
    toHead = request.isHead();
    FieldWriter.request(block, request.method(), request.path());
    byte[] host = (request.host() + request.hostPort()).getBytes(StandardCharsets.ISO_8859_1);
    FieldWriter.authority(block, host, 0, host.length);
    request.each((kind, bytes, nameAt, nameEnd, valueAt, valueEnd) -> {
      switch (kind) {
        case HOST, CONNECTION, TRANSFER_ENCODING, UPGRADE, HOP -> {}
        default -> FieldWriter.field(block, bytes, nameAt, nameEnd, valueAt, valueEnd);
      }
    });
    FieldWriter.field(block, "te", "trailers");
    body.start(request.bodyFraming(), request.bodyLength());
    if (request.bodyFraming() == Body.Framing.CHUNKED) {
      body.keepTrailers();
    }
    return at;
  }

  @Override
  boolean interim() {
    return false;
  }

  @Override
  boolean switched() {
    return false;
  }

  /** An answer's head has come. */
  void answer(AnswerFields answer, boolean last) throws Http2Error {
    boolean empty = toHead || answer.bodiless();
    boolean mismatch = last && !empty && answer.length() > 0;
    if (answer.wrong() != null || mismatch || (answer.interim() && last)) {
      connection.nuisance(Http2Connection.RESET_COST);
      abandon(Http2Error.PROTOCOL);
      return;
    }
    answer.write(inbound(), last, toHead);
    if (answer.interim()) {
      arrived();
      return;
    }
    answered = true;
    boolean sized = empty || last || answer.length() >= 0;
    follow(sized ? Http2Inbox.In.SIZED : Http2Inbox.In.CHUNKED, empty ? 0 : answer.length(), last);
  }

  @Override
  int farewell() {
    return Http2Error.CANCEL;
  }

  @Override
  boolean outlives() {
    return true;
  }

  @Override
  public boolean next() {
    boolean usable = target.usable() && super.next();
    if (usable) {
      renew();
    }
    return usable;
  }

  @Override
  void closed() {
    target.leave(Http2Error.NONE);
  }
}
