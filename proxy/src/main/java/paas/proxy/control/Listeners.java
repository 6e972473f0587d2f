package paas.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import paas.proxy.RequestLine;
import paas.proxy.RouterLog;

/**
 * Tells what happens to the links that want to know. Never waits for them: what one does not take
 * in time is counted, and told later as lost.
 */
final class Listeners implements RouterLog {
  private static final int MOST_BATCHES = 64;
  private static final int MOST_LINES = 500;

  private final List<Listener> all = new CopyOnWriteArrayList<>();
  private final RouterLog also;
  private @Nullable ArrayNode batch;

  /**
   * @param also is told of everything first
   */
  Listeners(RouterLog also) {
    this.also = also;
  }

  void add(Link link) {
    Listener one = new Listener(link);
    all.add(one);
    Thread.ofVirtual().name("control-tell").start(one);
  }

  void remove(Link link) {
    List<Listener> gone = all.stream().filter(one -> one.link.equals(link)).toList();
    all.removeAll(gone);
    for (Listener one : gone) {
      one.waiting.clear();
      one.offer(one.end);
    }
  }

  @Override
  public synchronized void request(RequestLine line) {
    also.request(line);
    if (all.isEmpty()) {
      return;
    }
    ArrayNode lines = batch == null ? Link.JSON.createArrayNode() : batch;
    batch = lines;
    LineJson.add(lines, line);
    if (lines.size() >= MOST_LINES) {
      batchEnded();
    }
  }

  @Override
  public synchronized void dropped(long lines) {
    also.dropped(lines);
    all.forEach(one -> one.lost.addAndGet(lines));
  }

  @Override
  public synchronized void batchEnded() {
    also.batchEnded();
    ArrayNode lines = batch;
    batch = null;
    if (lines != null) {
      all.forEach(one -> one.offer(lines));
    }
  }

  private static final class Listener implements Runnable {
    final Link link;
    final BlockingQueue<ArrayNode> waiting = new ArrayBlockingQueue<>(MOST_BATCHES);
    final AtomicLong lost = new AtomicLong();
    final ArrayNode end = Link.JSON.createArrayNode();

    Listener(Link link) {
      this.link = link;
    }

    void offer(ArrayNode lines) {
      if (!waiting.offer(lines)) {
        lost.addAndGet(lines.size());
      }
    }

    @Override
    public void run() {
      try {
        for (JsonNode lines = waiting.take(); link.open(); lines = waiting.take()) {
          link.tell(Verb.LINES, lines);
          long missed = lost.getAndSet(0);
          if (missed > 0) {
            link.tell(Verb.LOST, Link.JSON.getNodeFactory().numberNode(missed));
          }
        }
      } catch (IOException e) {
        link.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
