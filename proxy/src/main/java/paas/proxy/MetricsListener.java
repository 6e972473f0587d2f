package paas.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.proxy.figures.Figures;
import paas.proxy.figures.PrometheusText;

/**
 * Serves the figures to Prometheus, at {@code /metrics}. A listener and threads of its own, so that
 * whoever asks holds up neither a request nor who asks after him.
 */
final class MetricsListener implements AutoCloseable {
  private static final int BACKLOG = 16;

  private static final Logger LOG = LoggerFactory.getLogger(MetricsListener.class);
  private static final long RETRY_MILLIS = 1000;

  private final InetSocketAddress at;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Supplier<Figures> figures;
  private @Nullable HttpServer server;
  private boolean closed;

  /**
   * Listens as soon as the address is free: the proxy before this one may still have it, and
   * requests do not wait for figures.
   */
  MetricsListener(InetSocketAddress at, Supplier<Figures> figures) {
    this.at = at;
    this.figures = figures;
    IOException taken = tried();
    if (taken != null) {
      LOG.warn("The figures are not served at {} yet: {}", at, taken.getMessage());
      Thread.ofVirtual().start(this::retry);
    }
  }

  /** Until it listens, or is closed. */
  private void retry() {
    try {
      do {
        Thread.sleep(RETRY_MILLIS);
      } while (tried() != null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Null when it listens, or need not any more. */
  private synchronized @Nullable IOException tried() {
    if (closed) {
      return null;
    }
    try {
      HttpServer fresh = HttpServer.create(at, BACKLOG);
      fresh.createContext("/", this::answer);
      fresh.setExecutor(threads);
      fresh.start();
      server = fresh;
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  /** Where it listens; null while it does not. */
  synchronized @Nullable InetSocketAddress address() {
    return server == null ? null : server.getAddress();
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      if (!call.getRequestURI().getPath().equals("/metrics")) {
        say(call, 404, "text/plain; charset=utf-8", "The figures are at /metrics.\n");
      } else if (call.getRequestMethod().equals("GET")) {
        say(call, 200, PrometheusText.TYPE, PrometheusText.of(figures.get()));
      } else {
        say(call, 405, "text/plain; charset=utf-8", "The figures can only be read: GET.\n");
      }
    }
  }

  private static void say(HttpExchange call, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", type);
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (server != null) {
      server.stop(0);
    }
    threads.shutdown();
  }
}
