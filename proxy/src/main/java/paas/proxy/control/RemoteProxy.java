package paas.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.proxy.Certificate;
import paas.proxy.Drained;
import paas.proxy.Proxy;
import paas.proxy.RouteTable;
import paas.proxy.RouterLog;
import paas.proxy.StaleRevisionException;
import paas.proxy.TableJson;
import paas.proxy.figures.Figures;

/**
 * The server's end: a proxy in a process of its own. Connects again whenever the link ends, and
 * then brings the proxy to what is wanted; meanwhile the wish is kept, and callers wait a little.
 */
public final class RemoteProxy implements Proxy {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteProxy.class);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration AWAY = Duration.ofSeconds(10);
  private static final long FIRST_REST_MILLIS = 20;
  private static final long LONGEST_REST_MILLIS = 1000;

  /** Sees to it that there is a proxy. */
  @FunctionalInterface
  public interface Starter {
    /** Nobody starts it here: it is waited for. */
    Starter NONE = (_, _) -> {};

    /**
     * Called before each attempt to connect.
     *
     * @param now the proxy that runs; null when none answers
     * @param before the one that was spoken with last; null when there was none yet
     * @throws IOException when none can be started
     */
    void ensure(@Nullable Running now, @Nullable Running before)
        throws IOException, InterruptedException;
  }

  /**
   * What a proxy says of itself.
   *
   * @param identity what it was started with
   */
  public record Running(
      String identity, long pid, InetSocketAddress http, @Nullable InetSocketAddress https) {
    static Running of(JsonNode said) throws IOException {
      return new Running(
          said.path("identity").asText(),
          said.path("pid").asLong(),
          address(said.path("http")),
          said.has("https") ? address(said.path("https")) : null);
    }

    private static InetSocketAddress address(JsonNode said) throws IOException {
      try {
        InetAddress host = InetAddress.ofLiteral(said.path("host").asText());
        return new InetSocketAddress(host, said.path("port").asInt());
      } catch (IllegalArgumentException e) {
        throw new IOException("the proxy does not say where it listens", e);
      }
    }
  }

  private final Path socket;
  private final Starter starter;
  private final RouterLog log;
  private final Object state = new Object();
  private final Thread keeper;

  // All below is guarded by state.
  private @Nullable Link link;
  private @Nullable Running hello;
  private RouteTable wanted = RouteTable.EMPTY;
  private @Nullable Map<String, Certificate> certificates;
  private boolean closed;

  /**
   * Connects, waiting until there is a proxy.
   *
   * @param most how long
   * @throws IOException when there is none in that time, or none that can be spoken with
   */
  public static RemoteProxy connect(Path socket, Starter starter, RouterLog log, Duration most)
      throws IOException, InterruptedException {
    RemoteProxy remote = new RemoteProxy(socket, starter, log);
    long end = System.nanoTime() + most.toNanos();
    while (!remote.connected()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("no proxy answers at " + socket);
      }
      Thread.sleep(FIRST_REST_MILLIS);
    }
    remote.keeper.start();
    return remote;
  }

  private RemoteProxy(Path socket, Starter starter, RouterLog log) {
    this.socket = socket;
    this.starter = starter;
    this.log = log;
    keeper = Thread.ofVirtual().name("proxy-keeper").unstarted(this::keep);
  }

  // ---- The link

  private void keep() {
    long rest = FIRST_REST_MILLIS;
    try {
      while (awaitLoss()) {
        try {
          rest = connected() ? FIRST_REST_MILLIS : Math.min(2 * rest, LONGEST_REST_MILLIS);
        } catch (IOException e) {
          LOG.warn("The proxy cannot be reached: {}", e.getMessage());
          rest = LONGEST_REST_MILLIS;
        }
        Thread.sleep(rest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until there is no link; false when there shall be none. */
  private boolean awaitLoss() throws InterruptedException {
    synchronized (state) {
      while (!closed && link != null) {
        state.wait();
      }
      return !closed;
    }
  }

  /** One attempt; true when there is a link and the proxy is as it is wanted. */
  private boolean connected() throws IOException, InterruptedException {
    starter.ensure(there(), last());
    Link fresh = open();
    if (fresh == null) {
      return false;
    }
    try {
      Running said = greeted(fresh);
      fresh.ask(Verb.LISTEN, nothing(), ANSWER);
      reconcile(fresh);
      synchronized (state) {
        link = fresh.open() && !closed ? fresh : null;
        hello = said;
        state.notifyAll();
        return link != null;
      }
    } catch (Refused e) {
      fresh.close();
      if (e.kind() == Refused.Kind.HANDED_OVER) {
        return false;
      }
      throw new IOException(e.why(), e);
    } catch (IOException e) {
      fresh.close();
      LOG.debug("The proxy went away while it was greeted", e);
      return false;
    }
  }

  /** Null also where one answers that is about to end, or cannot be spoken with. */
  private @Nullable Running there() throws InterruptedException {
    try (Link probe = Dialling.open(socket, new Told(RouterLog.NONE))) {
      return probe == null ? null : greeted(probe);
    } catch (Refused | IOException e) {
      LOG.debug("The proxy that is there does not say what it is", e);
      return null;
    }
  }

  private @Nullable Link open() throws IOException {
    return Dialling.open(
        socket,
        new Told(log) {
          @Override
          public void ended() {
            lost();
          }
        });
  }

  private static Running greeted(Link link) throws IOException, Refused, InterruptedException {
    ObjectNode ours = Link.JSON.createObjectNode().put("protocol", Verb.PROTOCOL);
    return Running.of(link.ask(Verb.HELLO, ours, ANSWER));
  }

  private void lost() {
    synchronized (state) {
      if (link != null && !link.open()) {
        link = null;
        state.notifyAll();
      }
    }
  }

  /** Brings a proxy that may be older or newer than our wish to it. */
  private void reconcile(Link fresh) throws IOException, Refused, InterruptedException {
    JsonNode said = fresh.ask(Verb.TABLE, nothing(), ANSWER);
    RouteTable there = TableJson.table(Link.JSON.writeValueAsBytes(said));
    RouteTable ours;
    Map<String, Certificate> keys;
    synchronized (state) {
      if (wanted.revision() == 0) {
        wanted = there;
      } else if (there.revision() >= wanted.revision() && !there.equals(wanted)) {
        wanted = new RouteTable(there.revision() + 1, wanted.apps(), wanted.challenges());
      }
      ours = wanted;
      keys = certificates;
    }
    if (keys != null) {
      fresh.ask(Verb.CERTIFY, CertificateJson.of(keys), ANSWER);
    }
    if (!ours.equals(there)) {
      publish(fresh, ours, true);
    }
  }

  private static void publish(Link to, RouteTable table, boolean saved)
      throws IOException, Refused, InterruptedException {
    ObjectNode body = Link.JSON.createObjectNode().put("saved", saved);
    body.set("table", Link.JSON.readTree(TableJson.bytes(table)));
    to.ask(Verb.PUBLISH, body, ANSWER);
  }

  private interface Question<T> {
    T ask(Link link) throws IOException, Refused, InterruptedException;
  }

  /** Asks the proxy, over the next link if need be; null when it stays away. */
  private <T> @Nullable T asked(Question<T> question, Duration most)
      throws Refused, InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (true) {
      Link now = awaitLink(end);
      if (now == null) {
        return null;
      }
      try {
        return question.ask(now);
      } catch (IOException e) {
        LOG.debug("The proxy did not answer", e);
        now.close();
      } catch (Refused e) {
        if (e.kind() != Refused.Kind.HANDED_OVER) {
          throw e;
        }
        now.close();
      }
    }
  }

  private @Nullable Link awaitLink(long end) throws InterruptedException {
    synchronized (state) {
      while (link == null && !closed) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return null;
        }
        state.wait(left);
      }
      return closed ? null : link;
    }
  }

  private static JsonNode nothing() {
    return Link.JSON.createObjectNode();
  }

  // ---- What a proxy is asked

  private @Nullable Running last() {
    synchronized (state) {
      return hello;
    }
  }

  private Running hello() {
    return Objects.requireNonNull(last());
  }

  @Override
  public InetSocketAddress address() {
    return hello().http();
  }

  @Override
  public @Nullable InetSocketAddress tlsAddress() {
    return hello().https();
  }

  @Override
  public long pid() {
    return hello().pid();
  }

  @Override
  public RouteTable table() {
    synchronized (state) {
      return wanted;
    }
  }

  @Override
  public void publish(RouteTable next) {
    publish(next, true);
  }

  @Override
  public void publishUnsaved(RouteTable next) {
    publish(next, false);
  }

  private void publish(RouteTable next, boolean saved) {
    RouteTable before = table();
    if (next.revision() <= before.revision()) {
      throw new StaleRevisionException(next.revision(), before.revision());
    }
    try {
      Object done =
          asked(
              link -> {
                publish(link, next, saved);
                return next;
              },
              AWAY);
      want(next);
      if (done == null) {
        LOG.warn("The proxy is away; it gets the routes when it is back");
      }
    } catch (Refused e) {
      switch (e.kind()) {
        case UNSAVED -> throw new UncheckedIOException(new IOException(e.why(), e));
        case STALE -> throw new StaleRevisionException(next.revision(), before.revision());
        default -> throw new IllegalArgumentException(e.why(), e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      want(next);
    }
  }

  private void want(RouteTable next) {
    synchronized (state) {
      wanted = next;
    }
  }

  @Override
  public void certify(Map<String, Certificate> byHost) {
    synchronized (state) {
      if (byHost.equals(certificates)) {
        return;
      }
      certificates = Map.copyOf(byHost);
    }
    try {
      JsonNode said = CertificateJson.of(byHost);
      asked(link -> link.ask(Verb.CERTIFY, said, ANSWER), AWAY);
    } catch (Refused e) {
      throw new IllegalArgumentException(e.why(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Drained drain(Set<String> targetIds, Duration deadline) throws InterruptedException {
    long begin = System.nanoTime();
    try {
      Drained done =
          asked(
              link -> {
                Duration left = deadline.minusNanos(System.nanoTime() - begin);
                return Drains.ask(link, targetIds, left.isNegative() ? Duration.ZERO : left);
              },
              deadline);
      // A proxy that stays away has nothing in flight.
      return done == null ? new Drained(0, 0, Duration.ofNanos(System.nanoTime() - begin)) : done;
    } catch (Refused e) {
      throw new IllegalArgumentException(e.why(), e);
    }
  }

  @Override
  public int inFlight(String targetId) {
    return number(Verb.IN_FLIGHT, targetId);
  }

  @Override
  public int held(String app) {
    return number(Verb.HELD, app);
  }

  /** Nothing is known while the proxy is away, or one that does not know the question. */
  @Override
  public Map<String, Long> idleMillis() {
    try {
      JsonNode said = asked(link -> link.ask(Verb.IDLE, nothing(), SOON), SOON);
      Map<String, Long> idle = new HashMap<>();
      if (said != null) {
        said.properties().forEach(app -> idle.put(app.getKey(), app.getValue().asLong()));
      }
      return idle;
    } catch (Refused e) {
      LOG.debug("The proxy does not say for how long no request came", e);
      return Map.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of();
    }
  }

  /** Those of the proxy that serves now: one that it took over from has taken its own along. */
  @Override
  public Figures figures() {
    try {
      Figures said =
          asked(
              link -> Link.JSON.treeToValue(link.ask(Verb.FIGURES, nothing(), SOON), Figures.class),
              SOON);
      return said == null ? none() : said;
    } catch (Refused e) {
      throw new IllegalArgumentException(e.why(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return none();
    }
  }

  private Figures none() {
    return new Figures(0, 0, 0, table().revision(), 0, List.of());
  }

  private int number(String what, String of) {
    try {
      JsonNode name = Link.JSON.getNodeFactory().textNode(of);
      Integer said = asked(link -> link.ask(what, name, SOON).asInt(), SOON);
      return said == null ? 0 : said;
    } catch (Refused e) {
      throw new IllegalArgumentException(e.why(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** Ends the proxy's process, if one answers; true when one did. */
  public static boolean stop(Path socket) throws IOException, InterruptedException {
    try (Link link = Dialling.open(socket, new Told(RouterLog.NONE))) {
      if (link == null) {
        return false;
      }
      link.ask(Verb.STOP, nothing(), SOON);
    } catch (Refused e) {
      throw new IOException(e.why(), e);
    } catch (EOFException e) {
      // It ended before it could say so.
      return true;
    }
    return true;
  }

  @Override
  public void close() {
    Link open;
    synchronized (state) {
      closed = true;
      open = link;
      link = null;
      state.notifyAll();
    }
    if (open != null) {
      open.close();
    }
  }
}
