package paas.proxy;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import paas.proxy.figures.Tallies;
import paas.proxy.http.Forwarding;
import paas.proxy.http.Request;

/** What is known of one exchange, for its log line and its error page. */
final class Facts {
  String method = "";
  String path = "";
  String host = "";
  String requestId = "";
  String fwd = "";
  String process = "";
  String protocol = "http";
  boolean html;
  boolean toHead;
  int status;
  long bytes;
  long atMillis;
  long startNanos;
  long connectedNanos;
  @Nullable Failure failure;

  void of(Request request, Forwarding forwarding, long now) {
    clear(forwarding);
    startNanos = now;
    method = request.method();
    path = request.path();
    host = request.host();
    html = request.prefersHtml();
    toHead = request.isHead();
    requestId = request.requestId(forwarding.trusted(), requestId);
  }

  /** A request whose head could not be used. */
  void unknown(Forwarding forwarding) {
    clear(forwarding);
    method = "";
    path = "";
    host = "";
    html = false;
    toHead = false;
  }

  void reached(LiveTarget target) {
    connectedNanos = System.nanoTime();
    process = target.target.process();
  }

  RequestLine line(@Nullable LiveRoute route, @Nullable Failure failed) {
    long now = System.nanoTime();
    long ready = connectedNanos == 0 ? startNanos : connectedNanos;
    Failure cause = failed == null ? failure : failed;
    return new RequestLine(
        Instant.ofEpochMilli(atMillis),
        route == null ? "" : route.route.app(),
        route == null ? "" : route.route.release(),
        method,
        path,
        host,
        requestId,
        fwd,
        process,
        (ready - startNanos) / 1_000_000,
        (now - ready) / 1_000_000,
        status,
        bytes,
        protocol,
        cause == null ? null : cause.code,
        cause == null ? null : cause.description);
  }

  /** Counts the exchange, which is over. */
  void count(Tallies tallies, @Nullable LiveRoute route, @Nullable Failure failed, long bytesIn) {
    Failure cause = failed == null ? failure : failed;
    String app = route == null ? "" : route.route.app();
    tallies.ended(app, status, startNanos, bytesIn, bytes, cause == null ? -1 : cause.kind());
  }

  private void clear(Forwarding forwarding) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    requestId = new UUID(random.nextLong(), random.nextLong()).toString();
    fwd = forwarding.peer();
    protocol = forwarding.scheme();
    process = "";
    status = 0;
    bytes = 0;
    atMillis = System.currentTimeMillis();
    startNanos = System.nanoTime();
    connectedNanos = 0;
    failure = null;
  }
}
