package paas.proxy;

/**
 * Told of every request that ended. Called by one thread of its own, never by an I/O thread: lines
 * wait in a bounded ring, and those that find it full are counted and dropped.
 */
@FunctionalInterface
public interface RouterLog {
  /** Nobody listens; no line is made. */
  RouterLog NONE =
      new RouterLog() {
        @Override
        public void request(RequestLine line) {}
      };

  void request(RequestLine line);

  /** Told how many lines were lost since the last time, when any were. */
  default void dropped(long lines) {}

  /** Told of what the proxy noticed, in order, on another thread than the lines. */
  default void notice(Notice notice) {}

  /** Told after each batch of lines: the moment to flush what was buffered. */
  default void batchEnded() {}
}
