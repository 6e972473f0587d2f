package paas.proxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import paas.proxy.figures.Figures;

/**
 * A proxy as the server sees it: in this process, or in one of its own. What goes in and what comes
 * out is plain data, so that both are the same.
 */
public interface Proxy extends AutoCloseable {
  /** Where it listens, with the real port. */
  InetSocketAddress address();

  /** Where it listens for TLS, with the real port; null where it does not. */
  @Nullable InetSocketAddress tlsAddress();

  /** The process that it runs in. */
  long pid();

  /** The table in force. */
  RouteTable table();

  /**
   * Puts the table in force: saved first, then seen by the next request. Targets that are not in it
   * any more get no further request; {@link #drain} waits for those that they have.
   *
   * @throws StaleRevisionException when its revision is not newer; nothing was changed
   * @throws IllegalArgumentException when it gives a known target id another address
   * @throws java.io.UncheckedIOException when it could not be saved; nothing was changed
   */
  void publish(RouteTable next);

  /**
   * Puts a table in force that {@link #publish} could not save. A proxy that is started anew begins
   * with the one before.
   *
   * @throws StaleRevisionException as there
   */
  void publishUnsaved(RouteTable next);

  /**
   * Puts these certificates in force, in place of all others.
   *
   * @param byHost exact host names, as the routes have them
   */
  void certify(Map<String, Certificate> byHost);

  /**
   * Waits until no request is in flight on these targets, which must have left the table; at the
   * deadline the rest is ended: with 504 where no answer had begun, otherwise by closing.
   */
  Drained drain(Set<String> targetIds, Duration deadline) throws InterruptedException;

  /** Requests and WebSockets in flight on these targets; empty when it is not known just now. */
  OptionalInt inFlight(Set<String> targetIds);

  /**
   * For how long no request came and none was in flight, by the names of the apps whose route asks
   * for that to be known; from the start of the proxy at most. Who is not in it may have been asked
   * just now.
   */
  Map<String, Long> idleMillis();

  /** Requests that wait: the app is paused or asleep, or has as many as it may. */
  int held(String app);

  /** What was counted of requests, and what is under way. */
  Figures figures();

  /** Ends what this side has of it; one in a process of its own serves on. */
  @Override
  void close();
}
