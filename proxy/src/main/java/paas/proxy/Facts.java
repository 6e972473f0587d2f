package paas.proxy;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.Bytes;
import paas.proxy.http.Forwarding;
import paas.proxy.http.Request;

/**
 * What is known of one exchange, for its log line and its error page. Used again and again: texts
 * are made of it only where somebody reads them.
 */
final class Facts {
  private static final int KEPT_PATH = 256;

  final Bytes path = new Bytes(32);
  final Bytes requestId = new Bytes(36);
  String method = "";
  String host = "";
  String fwd = "";
  String process = "";
  String protocol = "http";
  boolean html;
  boolean toHead;
  int status;
  long bytes;
  long atMillis;
  long startNanos;
  private long connectedNanos;
  private long endNanos;
  private @Nullable LiveTarget on;
  private @Nullable LiveRoute route;
  private @Nullable Failure failure;

  void of(Request request, Forwarding forwarding, Loop loop) {
    clear(forwarding, loop);
    method = request.method();
    request.path(path);
    host = request.host();
    html = request.prefersHtml();
    toHead = request.isHead();
    request.requestId(forwarding, requestId);
  }

  /** A request whose head could not be used. */
  void unknown(Forwarding forwarding, Loop loop) {
    clear(forwarding, loop);
    method = "";
    host = "";
    html = false;
    toHead = false;
  }

  void reached(LiveTarget target, long now) {
    connectedNanos = now;
    process = target.target.process();
    on = target;
  }

  void failed(@Nullable Failure why) {
    failure = why;
  }

  /**
   * The exchange is over: counts it, and has it logged.
   *
   * @param bytesIn of the request's body
   */
  void ended(@Nullable LiveRoute by, @Nullable Failure failed, Loop loop, long bytesIn) {
    route = by;
    endNanos = loop.now();
    if (failed != null) {
      failure = failed;
    }
    int kind = failure == null ? -1 : failure.kind();
    loop.tallies.ended(app(), status, startNanos, endNanos, bytesIn, bytes, kind);
    if (loop.shared.log.wanted()) {
      loop.shared.log.offer(this);
    }
  }

  /** The exchange, which is over, as a line of the log. */
  RequestLine line() {
    long ready = connectedNanos == 0 ? startNanos : connectedNanos;
    return new RequestLine(
        Instant.ofEpochMilli(atMillis),
        app(),
        route == null ? "" : route.release(on),
        method,
        path.text(),
        host,
        requestId.text(),
        fwd,
        process,
        (ready - startNanos) / 1_000_000,
        (endNanos - ready) / 1_000_000,
        status,
        bytes,
        protocol,
        failure == null ? null : failure.code,
        failure == null ? null : failure.description);
  }

  /** Becomes what the other is, for {@link #line}. */
  void copy(Facts from) {
    path.clearAndShrink(KEPT_PATH);
    path.put(from.path);
    requestId.clear();
    requestId.put(from.requestId);
    method = from.method;
    host = from.host;
    fwd = from.fwd;
    process = from.process;
    on = from.on;
    protocol = from.protocol;
    status = from.status;
    bytes = from.bytes;
    atMillis = from.atMillis;
    startNanos = from.startNanos;
    connectedNanos = from.connectedNanos;
    endNanos = from.endNanos;
    route = from.route;
    failure = from.failure;
  }

  private String app() {
    return route == null ? "" : route.route.app();
  }

  private void clear(Forwarding forwarding, Loop loop) {
    path.clearAndShrink(KEPT_PATH);
    ThreadLocalRandom random = ThreadLocalRandom.current();
    requestId.clear();
    requestId.uuid(random.nextLong(), random.nextLong());
    fwd = forwarding.peer();
    protocol = forwarding.scheme();
    process = "";
    on = null;
    status = 0;
    bytes = 0;
    startNanos = loop.now();
    atMillis = loop.millis();
    connectedNanos = 0;
    failure = null;
  }
}
