package paas.proxy.http2;

import java.io.IOException;

/** The peer broke HTTP/2's rules so that the whole connection has to end. */
public final class Http2Error extends IOException {
  private static final long serialVersionUID = 1;

  public static final int NONE = 0;
  public static final int PROTOCOL = 1;
  public static final int INTERNAL = 2;
  public static final int FLOW_CONTROL = 3;
  public static final int STREAM_CLOSED = 5;
  public static final int FRAME_SIZE = 6;
  public static final int REFUSED_STREAM = 7;
  public static final int CANCEL = 8;
  public static final int COMPRESSION = 9;
  public static final int CALM_DOWN = 11;

  private final int code;

  public Http2Error(int code, String what) {
    super(what);
    this.code = code;
  }

  /** None is kept: a peer makes us throw as many as it likes, and from deep within. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  /** The number that HTTP/2 has for it. */
  public int code() {
    return code;
  }
}
