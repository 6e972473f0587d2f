package paas.proxy.control;

/** What can be asked of a proxy, and what it tells. */
final class Verb {
  /** The form of all messages; both sides must have one in common. */
  static final int PROTOCOL = 1;

  /** {@code {"protocol":1}}: who is there, and where it listens. */
  static final String HELLO = "hello";

  /** From now on the link is told of requests. */
  static final String LISTEN = "listen";

  static final String TABLE = "table";

  /** {@code {"saved":true,"table":...}}. */
  static final String PUBLISH = "publish";

  static final String CERTIFY = "certify";

  /** {@code {"targets":[...],"millis":30000}}. */
  static final String DRAIN = "drain";

  static final String IN_FLIGHT = "in-flight";
  static final String HELD = "held";

  /** For how long no request came, in milliseconds by the names of apps. */
  static final String IDLE = "idle";

  static final String FIGURES = "figures";

  /** Another proxy is about to take over: nothing may change from now on, until its link ends. */
  static final String PREPARE = "prepare";

  /** It has: take no more connections, and end with the last that there is. */
  static final String RETIRE = "retire";

  static final String STOP = "stop";

  /** Told: router lines; how many were lost. */
  static final String LINES = "lines";

  static final String NOTICE = "notice";
  static final String LOST = "lost";

  private Verb() {}
}
