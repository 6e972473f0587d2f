package paas.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.proxy.Drained;
import paas.proxy.ProxyServer;
import paas.proxy.RouteTable;
import paas.proxy.StaleRevisionException;
import paas.proxy.TableJson;

/**
 * The proxy's end: a unix domain socket that only its owner may open. Does what the server asks,
 * and hands over to a proxy that is started anew.
 */
final class ControlServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final long LOOK_SECONDS = 2;
  private static final String OWNER_ONLY = "rw-------";

  private final ProxyServer proxy;
  private final String identity;
  private final CertificateFile certificates;
  private final Listeners listeners;
  private final @Nullable Predecessor before;
  private final ServerSocketChannel door;
  private final Path path;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** The link of the proxy that is about to take over. */
  private volatile @Nullable Link successor;

  private volatile boolean retired;

  /**
   * Opens the door in place of the one that may be at {@code path}.
   *
   * @param identity what the server tells this proxy from one with other settings by
   * @param before the proxy that this one takes over from
   */
  ControlServer(
      Path path,
      ProxyServer proxy,
      String identity,
      CertificateFile certificates,
      Listeners listeners,
      @Nullable Predecessor before)
      throws IOException {
    this.path = path;
    this.proxy = proxy;
    this.identity = identity;
    this.certificates = certificates;
    this.listeners = listeners;
    this.before = before;
    door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    door.bind(UnixDomainSocketAddress.of(fresh));
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(OWNER_ONLY));
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Thread.ofVirtual().name("control-door").start(this::accept);
  }

  private void accept() {
    while (door.isOpen()) {
      try {
        SocketChannel channel = door.accept();
        Asking asking = new Asking();
        Link link = new Link(channel, asking);
        asking.link = link;
        links.add(link);
        link.start("control-link");
      } catch (IOException e) {
        if (door.isOpen()) {
          LOG.error("The control socket failed", e);
          return;
        }
      }
    }
  }

  /** Waits until it was asked to stop, handed over, or lost its folder for good. */
  void awaitStop() throws InterruptedException {
    while (!stopped.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
      if (Files.notExists(path.toAbsolutePath().getParent())) {
        LOG.warn("{} was removed, so nobody can reach this proxy any more: it ends", path);
        return;
      }
    }
  }

  /** Whether another proxy has taken over. */
  boolean retired() {
    return retired;
  }

  void stop() {
    stopped.countDown();
  }

  /** Closes the door; the path goes on to lead to a successor. */
  @Override
  public void close() {
    try {
      door.close();
      if (!retired) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.warn("The control socket did not close: {}", e.getMessage());
    }
    links.forEach(Link::close);
  }

  /** One link's questions. */
  private final class Asking implements Link.Peer {
    @Nullable Link link;

    @Override
    public JsonNode asked(String what, JsonNode body) throws Refused, InterruptedException {
      try {
        return switch (what) {
          case Verb.HELLO -> hello(body);
          case Verb.LISTEN -> listen();
          case Verb.TABLE -> Link.JSON.readTree(TableJson.bytes(proxy.table()));
          case Verb.PUBLISH -> publish(body);
          case Verb.CERTIFY -> certify(body);
          case Verb.DRAIN -> drain(body);
          case Verb.IN_FLIGHT -> number(inFlight(body.asText()));
          case Verb.HELD -> number(held(body.asText()));
          case Verb.IDLE -> idle();
          case Verb.FIGURES -> Link.JSON.valueToTree(proxy.figures());
          case Verb.PREPARE -> prepare();
          case Verb.RETIRE -> retire();
          case Verb.STOP -> {
            stop();
            yield nothing();
          }
          default ->
              throw new Refused(Refused.Kind.INVALID, "this proxy does not know '" + what + "'");
        };
      } catch (StaleRevisionException e) {
        throw new Refused(Refused.Kind.STALE, String.valueOf(e.getMessage()));
      } catch (IllegalArgumentException e) {
        throw new Refused(Refused.Kind.INVALID, String.valueOf(e.getMessage()));
      } catch (UncheckedIOException e) {
        throw new Refused(Refused.Kind.UNSAVED, String.valueOf(e.getMessage()));
      } catch (IOException e) {
        throw new Refused(Refused.Kind.FAILED, String.valueOf(e.getMessage()));
      }
    }

    private JsonNode listen() {
      Link own = link;
      if (own != null) {
        listeners.add(own);
      }
      return nothing();
    }

    private JsonNode prepare() throws Refused {
      synchronized (ControlServer.this) {
        demandUnchanged();
        successor = link;
        return nothing();
      }
    }

    /** Publishes of the successor alone are heard from now on: what runs here follows it. */
    private JsonNode retire() throws Refused {
      synchronized (ControlServer.this) {
        if (successor == null || !successor.equals(link)) {
          throw new Refused(Refused.Kind.INVALID, "prepare first");
        }
        retired = true;
      }
      proxy.retire();
      LOG.info("Another proxy has taken over; {} connections are left", proxy.connections());
      stop();
      links.stream().filter(other -> !other.equals(link)).forEach(Link::close);
      return nothing();
    }

    private JsonNode publish(JsonNode body) throws Refused, IOException, InterruptedException {
      RouteTable next = TableJson.table(Link.JSON.writeValueAsBytes(body.path("table")));
      synchronized (ControlServer.this) {
        demandUnchanged();
        // A server that does not know whether it was heard says it again.
        if (!next.equals(proxy.table())) {
          if (body.path("saved").asBoolean() && !retired) {
            proxy.publish(next);
          } else {
            proxy.publishUnsaved(next);
          }
        }
      }
      if (before != null) {
        before.publish(body);
      }
      return nothing();
    }

    private JsonNode certify(JsonNode body) throws Refused, IOException {
      synchronized (ControlServer.this) {
        demandUnchanged();
        var byHost = CertificateJson.read(body);
        proxy.certify(byHost);
        certificates.save(byHost);
      }
      return nothing();
    }

    private void demandUnchanged() throws Refused {
      Link next = successor;
      if (next != null && !next.equals(link)) {
        throw new Refused(Refused.Kind.HANDED_OVER, "another proxy is taking over");
      }
    }

    @Override
    public void ended() {
      Link own = link;
      if (own != null) {
        links.remove(own);
        listeners.remove(own);
        if (own.equals(successor) && !retired) {
          LOG.warn("The proxy that was to take over has ended before it did");
          successor = null;
        }
      }
    }
  }

  private JsonNode hello(JsonNode body) throws Refused {
    int theirs = body.path("protocol").asInt(-1);
    if (theirs != Verb.PROTOCOL) {
      throw new Refused(
          Refused.Kind.INVALID,
          "this proxy speaks version "
              + Verb.PROTOCOL
              + " of the control protocol, the other side version "
              + theirs
              + (theirs > Verb.PROTOCOL ? ": upgrade the proxy" : ": upgrade the server"));
    }
    ObjectNode said = Link.JSON.createObjectNode();
    said.put("identity", identity).put("pid", ProcessHandle.current().pid());
    said.put("revision", proxy.table().revision());
    address(said.putObject("http"), proxy.address());
    InetSocketAddress tls = proxy.tlsAddress();
    if (tls != null) {
      address(said.putObject("https"), tls);
    }
    return said;
  }

  private static void address(ObjectNode said, InetSocketAddress address) {
    said.put("host", address.getAddress().getHostAddress()).put("port", address.getPort());
  }

  private JsonNode drain(JsonNode body) throws InterruptedException {
    Set<String> ids = new HashSet<>();
    body.path("targets").forEach(id -> ids.add(id.asText()));
    Duration deadline = Duration.ofMillis(body.path("millis").asLong());
    long end = System.nanoTime() + deadline.toNanos();
    Drained here = proxy.drain(ids, deadline);
    Drained there =
        before == null
            ? new Drained(0, 0, 0, Duration.ZERO)
            : before.drain(ids, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    return Link.JSON
        .createObjectNode()
        .put("finished", here.finished() + there.finished())
        .put("cut", here.cut() + there.cut())
        .put("told", here.told() + there.told())
        .put("millis", here.took().plus(there.took()).toMillis());
  }

  /** What is asked of the proxy before this one keeps an app busy as well. */
  private JsonNode idle() throws Refused, InterruptedException {
    Map<String, Long> idle = new HashMap<>(proxy.idleMillis());
    if (before != null) {
      before
          .idle()
          .properties()
          .forEach(app ->
              idle.computeIfPresent(
                  app.getKey(), (_, here) -> Math.min(here, app.getValue().asLong())));
    }
    return Link.JSON.valueToTree(idle);
  }

  private int inFlight(String target) throws Refused, InterruptedException {
    return proxy.inFlight(target) + (before == null ? 0 : before.inFlight(target));
  }

  private int held(String app) throws Refused, InterruptedException {
    return proxy.held(app) + (before == null ? 0 : before.held(app));
  }

  private static JsonNode number(int value) {
    return Link.JSON.getNodeFactory().numberNode(value);
  }

  private static JsonNode nothing() {
    return Link.JSON.createObjectNode();
  }
}
