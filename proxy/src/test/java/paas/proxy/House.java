package paas.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A running proxy with one app, {@code shop}, for tests. */
final class House implements AutoCloseable {
  static final Timeouts SHORT =
      new Timeouts(
          Duration.ofMillis(500),
          Duration.ofMillis(400),
          Duration.ofMillis(400),
          Duration.ofMillis(700));

  final List<RequestLine> lines = new CopyOnWriteArrayList<>();
  final List<Notice> notices = new CopyOnWriteArrayList<>();
  final ProxyServer proxy;

  House() throws IOException {
    this(settings -> settings);
  }

  House(UnaryOperator<ProxySettings> change) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    proxy =
        ProxyServer.start(
            change.apply(ProxySettings.of(any, null).withIoThreads(2)),
            new RouterLog() {
              @Override
              public void request(RequestLine line) {
                lines.add(line);
              }

              @Override
              public void notice(Notice notice) {
                notices.add(notice);
              }
            });
  }

  House serve(Timeouts timeouts, Target... targets) {
    return publish(shop(timeouts, targets));
  }

  House serve(Target... targets) {
    return serve(Timeouts.DEFAULT, targets);
  }

  House publish(AppRoute... routes) {
    proxy.publish(new RouteTable(proxy.table().revision() + 1, List.of(routes)));
    return this;
  }

  static AppRoute shop(Timeouts timeouts, Target... targets) {
    return new AppRoute(
        "shop", "v1", Set.of("shop.test"), AppRoute.Mode.SERVING, List.of(targets), timeouts);
  }

  RawClient client() throws IOException {
    return new RawClient(proxy.address());
  }

  /** What a request on a connection of its own gets, until its end. */
  String ask(String text) throws IOException {
    try (RawClient client = client()) {
      return client.send(text).toEnd();
    }
  }

  String get(String path) throws IOException {
    return ask("GET " + path + " HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n");
  }

  RequestLine line(int index) {
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> lines.size() > index);
    return new ArrayList<>(lines).get(index);
  }

  String url(String path) {
    return "http://127.0.0.1:" + proxy.address().getPort() + path;
  }

  @Override
  public void close() {
    proxy.close();
  }
}
