package paas.proxy.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.proxy.RouterLog;

/** A link to the proxy that is there, made again whenever it ends. */
final class KeptLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeptLink.class);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final long FIRST_REST_MILLIS = 20;
  private static final long LONGEST_REST_MILLIS = 1000;

  /** What has to be done with a link before it is used. */
  interface Greeting {
    void greet(Link fresh) throws IOException, Refused, InterruptedException;
  }

  /** Something to ask. */
  interface Question<T> {
    T ask(Link link) throws IOException, Refused, InterruptedException;
  }

  private final Path socket;
  private final Starter starter;
  private final RouterLog log;
  private final Greeting greeting;
  private final Object state = new Object();

  // All below is guarded by state.
  private @Nullable Link link;
  private @Nullable Running last;
  private boolean closed;

  KeptLink(Path socket, Starter starter, RouterLog log, Greeting greeting) {
    this.socket = socket;
    this.starter = starter;
    this.log = log;
    this.greeting = greeting;
  }

  /**
   * Waits for the first link.
   *
   * @throws IOException when there is none in that time, or none that can be spoken with
   */
  void open(Duration most) throws IOException, InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (!connected()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("no proxy answers at " + socket);
      }
      Thread.sleep(FIRST_REST_MILLIS);
    }
    Thread.ofVirtual().name("proxy-link").start(this::keep);
  }

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
    Link fresh = dialled();
    if (fresh == null) {
      return false;
    }
    try {
      Running said = greeted(fresh);
      fresh.ask(Verb.LISTEN, Link.JSON.createObjectNode(), ANSWER);
      greeting.greet(fresh);
      synchronized (state) {
        link = fresh.open() && !closed ? fresh : null;
        last = said;
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

  private @Nullable Link dialled() throws IOException {
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

  /** Asks the proxy, over the next link if need be; null when it stays away. */
  <T> @Nullable T asked(Question<T> question, Duration most) throws Refused, InterruptedException {
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

  /** The proxy that was greeted last. */
  @Nullable Running last() {
    synchronized (state) {
      return last;
    }
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
