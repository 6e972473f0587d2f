package paas.ssh;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;
import paas.model.Actor;

/** What is known of one connection. */
final class Connection {
  private final Session session;
  private final String address;
  private final AtomicInteger missed = new AtomicInteger();
  private volatile @Nullable String fingerprint;
  private volatile @Nullable Actor actor;
  private volatile boolean authenticated;
  private volatile int channels;
  private volatile long usedAt = System.nanoTime();

  Connection(Session session, String address) {
    this.session = session;
    this.address = address;
  }

  Session session() {
    return session;
  }

  String address() {
    return address;
  }

  @Nullable String fingerprint() {
    return fingerprint;
  }

  @Nullable Actor actor() {
    return actor;
  }

  boolean has(@Nullable Actor other) {
    return other != null && other.equals(actor);
  }

  boolean authenticated() {
    return authenticated;
  }

  void shows(String key) {
    fingerprint = key;
    actor = null;
  }

  void belongsTo(@Nullable Actor owner) {
    actor = owner;
  }

  void cameIn() {
    authenticated = true;
  }

  /** Called under the one lock of {@link Connections}. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one lock guards all writers
  void channels(int more) {
    channels += more;
    usedAt = System.nanoTime();
  }

  /** Whether a request runs on it. */
  boolean busy() {
    return channels > 0;
  }

  boolean idleFor(Duration limit) {
    return channels == 0 && System.nanoTime() - usedAt > limit.toNanos();
  }

  /** Counts a sign of life that is asked for, and returns how many are owed now. */
  int ask() {
    return missed.incrementAndGet();
  }

  void alive() {
    missed.set(0);
  }
}
