package paas.engine.docker;

import java.time.Instant;
import paas.engine.LogSink;
import paas.model.InstanceName;

/** Brings the lines of one container to the sink, each once, and keeps how far it came. */
final class Delivery {
  private final LogSink sink;
  private final InstanceName name;
  private final int release;
  private final LogCursor cursor;

  Delivery(LogSink sink, InstanceName name, int release, LogCursor cursor) {
    this.sink = sink;
    this.name = name;
    this.release = release;
    this.cursor = cursor;
  }

  /** From when on Docker is to be asked. */
  String since() {
    return cursor.since();
  }

  /** Whether lines between the last and this one are not there any more. */
  boolean isBehindGap(Instant at) {
    return cursor.isBehindGap(at);
  }

  /** Delivers a line unless that was done before. */
  boolean line(Instant at, String text) {
    if (cursor.isOld(at)) {
      return false;
    }
    sink.line(name, release, at, text);
    cursor.advance(at);
    return true;
  }

  void gap(Instant at, String what) {
    sink.gap(name, at, what);
  }
}
