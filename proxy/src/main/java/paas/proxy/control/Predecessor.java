package paas.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.proxy.Drained;
import paas.proxy.RouterLog;

/**
 * The proxy that this one takes over from, until its last connection has ended: it follows our
 * table, and what is in flight there counts.
 */
final class Predecessor {
  private static final Logger LOG = LoggerFactory.getLogger(Predecessor.class);
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Less than the server waits for what it asks us. */
  private static final Duration QUICK = Duration.ofSeconds(1);

  private final Link link;
  private final JsonNode hello;

  private Predecessor(Link link, JsonNode hello) {
    this.link = link;
    this.hello = hello;
  }

  /**
   * The one that serves behind this socket, made ready to hand over; null when there is none.
   *
   * @param log told of its requests as of our own
   * @throws IOException when there is one that does not hand over
   */
  static @Nullable Predecessor find(Path socket, RouterLog log)
      throws IOException, InterruptedException {
    Link link = Dialling.open(socket, new Told(log));
    if (link == null) {
      return null;
    }
    try {
      ObjectNode ours = Link.JSON.createObjectNode().put("protocol", Verb.PROTOCOL);
      JsonNode hello = link.ask(Verb.HELLO, ours, SOON);
      link.ask(Verb.PREPARE, Link.JSON.createObjectNode(), SOON);
      return new Predecessor(link, hello);
    } catch (Refused e) {
      link.close();
      throw new IOException("the proxy that runs does not hand over: " + e.why(), e);
    }
  }

  /** Where it listens: what was any free port is that one now. */
  JsonNode hello() {
    return hello;
  }

  /** We serve: it takes no more connections. */
  void retire() throws InterruptedException {
    try {
      link.ask(Verb.LISTEN, Link.JSON.createObjectNode(), SOON);
      link.ask(Verb.RETIRE, Link.JSON.createObjectNode(), SOON);
    } catch (IOException | Refused e) {
      LOG.warn("The proxy before this one has gone without handing over: {}", e.getMessage());
    }
  }

  void publish(JsonNode body) throws InterruptedException {
    if (link.open()) {
      try {
        link.ask(Verb.PUBLISH, body, SOON);
      } catch (IOException | Refused e) {
        LOG.warn("The proxy before this one did not follow the table: {}", e.getMessage());
      }
    }
  }

  Drained drain(Set<String> targets, Duration deadline) throws InterruptedException {
    try {
      return Drains.ask(link, targets, deadline);
    } catch (IOException | Refused e) {
      return new Drained(0, 0, 0, Duration.ZERO);
    }
  }

  /**
   * @throws Refused when it does not say: what is not known is not 0
   */
  int inFlight(String target) throws Refused, InterruptedException {
    return asked(Verb.IN_FLIGHT, text(target)).asInt(0);
  }

  /**
   * @throws Refused when it does not say
   */
  int held(String app) throws Refused, InterruptedException {
    return asked(Verb.HELD, text(app)).asInt(0);
  }

  /**
   * For how long no request came there, in milliseconds by the names of apps; none when it has
   * gone.
   *
   * @throws Refused when it does not say
   */
  JsonNode idle() throws Refused, InterruptedException {
    return asked(Verb.IDLE, Link.JSON.createObjectNode());
  }

  /** Missing once it has gone: then nothing is under way there. */
  private JsonNode asked(String what, JsonNode body) throws Refused, InterruptedException {
    try {
      return link.open() ? link.ask(what, body, QUICK) : MissingNode.getInstance();
    } catch (EOFException e) {
      return MissingNode.getInstance();
    } catch (IOException e) {
      throw new Refused(Refused.Kind.FAILED, "the proxy before this one: " + e.getMessage());
    }
  }

  private static JsonNode text(String of) {
    return Link.JSON.getNodeFactory().textNode(of);
  }
}
