package paas.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import paas.proxy.figures.Figures;
import paas.proxy.figures.PrometheusText;

/**
 * Serves the figures to Prometheus, at {@code /metrics}. A listener and threads of its own, so that
 * whoever asks holds up neither a request nor who asks after him.
 */
final class MetricsListener implements AutoCloseable {
  private static final int BACKLOG = 16;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Supplier<Figures> figures;

  /**
   * Listens.
   *
   * @throws CannotListenException when the address is taken
   */
  MetricsListener(InetSocketAddress at, Supplier<Figures> figures) throws CannotListenException {
    this.figures = figures;
    try {
      server = HttpServer.create(at, BACKLOG);
    } catch (IOException | RuntimeException e) {
      threads.shutdown();
      throw new CannotListenException(at, e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  InetSocketAddress address() {
    return server.getAddress();
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
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
