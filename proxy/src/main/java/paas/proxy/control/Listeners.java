package paas.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import paas.proxy.Notice;
import paas.proxy.RequestLine;
import paas.proxy.RouterLog;

/**
 * Tells what happens to the links that want to know. Never waits for them: what one does not take
 * in time is counted, and told later as lost.
 */
final class Listeners implements RouterLog {
  private static final int MOST_BATCHES = 64;

  /** Of all kinds: lines give way to notices, which are few and tell the server what to do. */
  private static final int MOST_MESSAGES = 1024;

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
    gone.forEach(Listener::end);
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
      tellBatch();
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
    tellBatch();
  }

  @Override
  public synchronized void notice(Notice notice) {
    also.notice(notice);
    Message message = new Message(Verb.NOTICE, NoticeJson.of(notice));
    all.forEach(one -> one.offer(message, MOST_MESSAGES));
  }

  private void tellBatch() {
    ArrayNode lines = batch;
    batch = null;
    if (lines != null) {
      Message message = new Message(Verb.LINES, lines);
      for (Listener one : all) {
        if (!one.offer(message, MOST_BATCHES)) {
          one.lost.addAndGet(lines.size());
        }
      }
    }
  }

  private record Message(String what, JsonNode body) {}

  private static final class Listener implements Runnable {
    private static final Message END = new Message("", Link.JSON.nullNode());

    final Link link;
    final AtomicLong lost = new AtomicLong();
    private final BlockingQueue<Message> waiting = new LinkedBlockingQueue<>();

    Listener(Link link) {
      this.link = link;
    }

    /** False: as many wait as may. Called by one thread at a time. */
    boolean offer(Message message, int most) {
      return waiting.size() < most && waiting.offer(message);
    }

    void end() {
      waiting.clear();
      waiting.add(END);
    }

    @Override
    public void run() {
      try {
        for (Message next = waiting.take(); !next.equals(END); next = waiting.take()) {
          link.tell(next.what(), next.body());
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
