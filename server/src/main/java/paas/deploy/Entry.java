package paas.deploy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import paas.logs.DeployOutput;
import paas.model.Deploy;

/** A deploy in its app's line, from the moment it is queued until nothing of it is left to do. */
final class Entry {
  private final Deploy deploy;
  private final DeployOutput output;
  private final DeployText text;
  private final PushOptions options;
  private final Brake brake = new Brake();
  private final CountDownLatch ended = new CountDownLatch(1);
  private int told;

  Entry(Deploy deploy, DeployOutput output, DeployText text, PushOptions options) {
    this.deploy = deploy;
    this.output = output;
    this.text = text;
    this.options = options;
    if (deploy.state().committed()) {
      brake.release();
    }
  }

  /** As it was queued; the store knows how it stands by now. */
  Deploy deploy() {
    return deploy;
  }

  DeployText text() {
    return text;
  }

  /** What its push asked for; nothing where it was no push. */
  PushOptions options() {
    return options;
  }

  Brake brake() {
    return brake;
  }

  void line(String line) {
    output.line(line);
  }

  /** Tells how many are before it, when that has changed; to be called under the queue's lock. */
  void waitsBehind(int ahead) {
    if (ahead != told) {
      told = ahead;
      text.queued(ahead);
    }
  }

  /** Whoever reads its log or awaits it goes on. */
  void close() {
    output.close();
    ended.countDown();
  }

  void await() throws InterruptedException {
    ended.await();
  }

  /** Whether it has ended by then. */
  boolean await(long millis) throws InterruptedException {
    return ended.await(millis, TimeUnit.MILLISECONDS);
  }
}
