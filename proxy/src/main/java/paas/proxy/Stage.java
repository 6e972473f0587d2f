package paas.proxy;

/** How far an exchange has come. */
enum Stage {
  NONE,
  /** The app is paused, asleep, or has as many requests as it may. */
  HELD,
  CONNECTING,
  /** The request goes out; nothing of the answer has been sent to the client. */
  AWAITING,
  ANSWERING,
  TUNNEL,
  /** The target is done; the client has not taken everything. */
  FLUSHING;

  /** Whether there is nobody yet who could take the request. */
  boolean waits() {
    return this == HELD || this == CONNECTING;
  }

  /** Whether the client was sent the beginning of an answer. */
  boolean begun() {
    return this == ANSWERING || this == TUNNEL || this == FLUSHING;
  }
}
