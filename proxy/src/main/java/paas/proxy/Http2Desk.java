package paas.proxy;

import java.nio.ByteBuffer;
import paas.proxy.http.Answer;
import paas.proxy.http.Bytes;
import paas.proxy.http.Request;
import paas.proxy.http2.AnswerFields;
import paas.proxy.http2.Frame;
import paas.proxy.http2.RequestFields;

/**
 * What the HTTP/2 connections of one I/O thread use in turn. Apart from the loop's own buffers, for
 * the exchanges work with those while frames are taken apart here.
 */
final class Http2Desk {
  final byte[] in = new byte[Loop.READ + Frame.HEAD + Frame.PAYLOAD];
  final Bytes block = new Bytes(1024);
  final RequestFields request;
  final AnswerFields answer;

  /** Understand what the exchanges write, which may be a little more than what they read. */
  final Answer written;

  final Request asked;
  private final ByteBuffer input = ByteBuffer.wrap(in);

  Http2Desk(Limits limits) {
    int bytes = limits.headBytes();
    request = new RequestFields(bytes);
    answer = new AnswerFields(bytes);
    written = new Answer(2 * bytes, 2 * limits.headFields() + 10);
    asked = new Request(2 * bytes, 2 * limits.headFields() + 10);
  }

  /** The input array from {@code at} on, room for one read. */
  ByteBuffer input(int at) {
    return input.limit(Math.min(in.length, at + Loop.READ)).position(at);
  }
}
