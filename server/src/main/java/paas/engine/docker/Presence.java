package paas.engine.docker;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.EngineUnavailable;

/**
 * Whether Docker answers, and since when it does not. While it is away one ping at a time is under
 * way, whoever waits for it, and what was just found out is not asked again: nothing piles up.
 */
final class Presence {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
  static final Duration PATIENCE = Duration.ofSeconds(5);
  static final String SILENT = "no answer to a ping within " + PATIENCE.toSeconds() + " s";
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private final ExecutorService calls;
  private final Callable<?> ping;
  private @Nullable Future<?> asked;
  private @Nullable Instant lostAt;
  private String why = "";
  private long foundOut;

  /**
   * @param calls where a ping runs
   * @param ping one short question that needs nothing of Docker but that it lives
   */
  Presence(ExecutorService calls, Callable<?> ping) {
    this.calls = calls;
    this.ping = ping;
  }

  /**
   * Returns at once when Docker answered last time, else asks again.
   *
   * @throws EngineUnavailable when it is still away
   */
  void demand() throws InterruptedException {
    if (isLost()) {
      ask();
    }
  }

  /**
   * Asks whether Docker answers.
   *
   * @throws EngineUnavailable when it does not
   */
  void ask() throws InterruptedException {
    Future<?> question = question();
    try {
      question.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      answered();
    } catch (TimeoutException e) {
      question.cancel(true);
      throw lost(SILENT, e);
    } catch (CancellationException e) {
      // Somebody has waited for it longer than we have.
      throw lost(SILENT, e);
    } catch (ExecutionException e) {
      throw lost(DockerApi.root(e), e);
    }
  }

  /** The ping that is under way, or a new one. */
  private synchronized Future<?> question() {
    if (lostAt != null && System.nanoTime() - foundOut < FRESH.toNanos()) {
      throw unavailable(new TimeoutException(why));
    }
    if (asked == null || asked.isDone()) {
      asked = calls.submit(ping);
    }
    return asked;
  }

  private synchronized boolean isLost() {
    return lostAt != null;
  }

  private synchronized void answered() {
    if (lostAt != null) {
      Duration gone = Duration.between(lostAt, Instant.now());
      LOG.info("Docker answers again, after {} s", gone.toSeconds());
      lostAt = null;
    }
  }

  private synchronized EngineUnavailable lost(String reason, Exception cause) {
    foundOut = System.nanoTime();
    why = reason;
    if (lostAt == null) {
      lostAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      LOG.warn("Docker does not answer ({}); what runs is served meanwhile", reason);
    }
    return unavailable(cause);
  }

  private synchronized EngineUnavailable unavailable(Exception cause) {
    String since = lostAt == null ? "" : " since " + TIME.format(lostAt);
    return new EngineUnavailable("Docker does not answer" + since + " (" + why + ")", cause);
  }
}
