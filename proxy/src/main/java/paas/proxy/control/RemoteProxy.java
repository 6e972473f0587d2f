package paas.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
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

  private final KeptLink link;
  private final Object state = new Object();

  // Both are guarded by state.
  private RouteTable wanted = RouteTable.EMPTY;
  private @Nullable Map<String, Certificate> certificates;

  /**
   * Connects, waiting until there is a proxy.
   *
   * @param most how long
   * @throws IOException when there is none in that time, or none that can be spoken with
   */
  public static RemoteProxy connect(Path socket, Starter starter, RouterLog log, Duration most)
      throws IOException, InterruptedException {
    RemoteProxy remote = new RemoteProxy(socket, starter, log);
    remote.link.open(most);
    return remote;
  }

  private RemoteProxy(Path socket, Starter starter, RouterLog log) {
    link = new KeptLink(socket, starter, log, this::reconcile);
  }

  /** Brings a proxy that may be older or newer than our wish to it. */
  private void reconcile(Link fresh) throws IOException, Refused, InterruptedException {
    JsonNode said = fresh.ask(Verb.TABLE, nothing(), ANSWER);
    RouteTable there = table(said);
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

  private static RouteTable table(JsonNode said) throws IOException {
    try {
      return TableJson.table(Link.JSON.writeValueAsBytes(said));
    } catch (IllegalArgumentException e) {
      throw new IOException("the proxy is of another version: " + e.getMessage(), e);
    }
  }

  private static JsonNode nothing() {
    return Link.JSON.createObjectNode();
  }

  // ---- What a proxy is asked

  private Running running() {
    return Objects.requireNonNull(link.last());
  }

  @Override
  public InetSocketAddress address() {
    return running().http();
  }

  @Override
  public @Nullable InetSocketAddress tlsAddress() {
    return running().https();
  }

  @Override
  public long pid() {
    return running().pid();
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
          link.asked(
              to -> {
                publish(to, next, saved);
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
      link.asked(to -> to.ask(Verb.CERTIFY, said, ANSWER), AWAY);
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
          link.asked(
              to -> {
                Duration left = deadline.minusNanos(System.nanoTime() - begin);
                return Drains.ask(to, targetIds, left.isNegative() ? Duration.ZERO : left);
              },
              deadline);
      // A proxy that stays away has nothing in flight.
      return done == null
          ? new Drained(0, 0, 0, Duration.ofNanos(System.nanoTime() - begin))
          : done;
    } catch (Refused e) {
      throw new IllegalArgumentException(e.why(), e);
    }
  }

  /** Nothing is known while the proxy is away, or does not hear from the one before it. */
  @Override
  public OptionalInt inFlight(Set<String> targetIds) {
    int sum = 0;
    for (String id : targetIds) {
      OptionalInt one = number(Verb.IN_FLIGHT, id);
      if (one.isEmpty()) {
        return one;
      }
      sum += one.getAsInt();
    }
    return OptionalInt.of(sum);
  }

  /** Who waited at a proxy that is away waits no more. */
  @Override
  public int held(String app) {
    return number(Verb.HELD, app).orElse(0);
  }

  /** Nothing is known while the proxy is away, or one that does not know the question. */
  @Override
  public Map<String, Long> idleMillis() {
    try {
      JsonNode said = link.asked(to -> to.ask(Verb.IDLE, nothing(), SOON), SOON);
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
          link.asked(
              to -> Link.JSON.treeToValue(to.ask(Verb.FIGURES, nothing(), SOON), Figures.class),
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

  private OptionalInt number(String what, String of) {
    try {
      JsonNode name = Link.JSON.getNodeFactory().textNode(of);
      Integer said = link.asked(to -> to.ask(what, name, SOON).asInt(), SOON);
      return said == null ? OptionalInt.empty() : OptionalInt.of(said);
    } catch (Refused e) {
      LOG.debug("The proxy does not say: {} of {}", what, of, e);
      return OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
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
    link.close();
  }
}
