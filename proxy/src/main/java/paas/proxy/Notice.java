package paas.proxy;

import java.time.Instant;

/**
 * Something that the proxy noticed about an app, apart from its requests.
 *
 * @param process the name that log lines show; empty when it is about the app
 * @param text what happened, in half a sentence
 */
public record Notice(Instant at, String app, Kind kind, String process, String text) {
  /** What there is to notice. */
  public enum Kind {
    /** A process gets no request for a while, as long as another does better. */
    PASSED_OVER,
    /** A process is chosen again. */
    WELL,
    /** A request waits for an app that sleeps. */
    WAKE
  }
}
