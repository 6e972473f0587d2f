package paas.proxy;

import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices on their way to the listener, on a thread of their own. Who gives one never waits. */
final class Notices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final int MOST = 1024;

  private final BlockingQueue<Notice> queue = new ArrayBlockingQueue<>(MOST);
  private final RouterLog listener;
  private final Thread reader;

  Notices(RouterLog listener) {
    this.listener = listener;
    reader = Thread.ofVirtual().name("proxy-notices").start(this::run);
  }

  /** One that finds the queue full is dropped: none is told but once in a while. */
  void tell(String app, Notice.Kind kind, String process, String text) {
    var _ = queue.offer(new Notice(Instant.now(), app, kind, process, text));
  }

  private void run() {
    try {
      while (true) {
        Notice next = queue.take();
        try {
          listener.notice(next);
        } catch (RuntimeException e) {
          LOG.error("The listener for notices failed", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
