package paas.proxy;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An app behind another parser than the proxy's own. Writes down every request that it got in full:
 * method, path, bytes of the body.
 */
final class RecordingApp implements AutoCloseable {
  final List<String> seen = new CopyOnWriteArrayList<>();
  private final Undertow server;

  RecordingApp() {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(8)
            .setServerOption(UndertowOptions.MAX_HEADERS, 1000)
            .setServerOption(UndertowOptions.ALLOW_UNKNOWN_PROTOCOLS, false)
            .setHandler(new BlockingHandler(this::record))
            .build();
    server.start();
  }

  private void record(HttpServerExchange exchange) throws IOException {
    int length = exchange.getInputStream().readAllBytes().length;
    String query = exchange.getQueryString().isEmpty() ? "" : "?" + exchange.getQueryString();
    seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + query + " " + length);
    exchange.getResponseSender().send("fine");
  }

  Target target(String id) {
    InetSocketAddress at = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
    return new Target(id, "127.0.0.1", at.getPort(), "web.1");
  }

  @Override
  public void close() {
    server.stop();
  }
}
