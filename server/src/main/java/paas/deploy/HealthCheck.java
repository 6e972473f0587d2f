package paas.deploy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.engine.Engine;
import paas.engine.InstanceState;
import paas.engine.Listener;
import paas.engine.Reach;
import paas.engine.Running;
import paas.model.Release;
import paas.route.AppChecks;

/**
 * Watches one web process until it may have traffic, or says what keeps it from it. Looks at what
 * really happens: does it run, where does it listen, what does it answer.
 */
final class HealthCheck {
  private static final Duration CONNECT_LIMIT = Duration.ofMillis(500);
  private static final Duration FAST = Duration.ofMillis(4);
  private static final Duration SLOW = Duration.ofMillis(50);
  private static final Duration FAST_PHASE = Duration.ofSeconds(3);

  /** How long a wrong address is taken for a step on the way to the right one. */
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private final Engine engine;

  /** From this status on an answer says that the app is not well. */
  private static final int WRONG = 500;

  private final CheckLimits limits;
  private final long memoryBytes;

  /**
   * A process that may have traffic.
   *
   * @param how what was seen, such as {@code GET / -> 200}
   * @param warning why its target is not what it was told; null when it is
   */
  record Healthy(Running running, String how, @Nullable String warning) {}

  /** Turns what the process wrote last into lines. */
  interface LastLines {
    List<String> of(Running running);
  }

  HealthCheck(Engine engine, CheckLimits limits, long memoryBytes) {
    this.engine = engine;
    this.limits = limits;
    this.memoryBytes = memoryBytes;
  }

  /** Blocks until {@code running} is healthy. */
  Healthy await(Running running, Release release, AppChecks checks, String command, LastLines last)
      throws DeployFailed, InterruptedException {
    Watch watch = new Watch(running, release, checks, command, last);
    Running reached = watch.untilItListens();
    return watch.untilItAnswers(reached);
  }

  /**
   * One look at a process that has been well before, as the proxy's own checks look.
   *
   * @return what was seen
   * @throws IOException that says why it is not well
   */
  String once(Running running, Release release, AppChecks checks) throws IOException {
    String host = running.host();
    if (checks.off()) {
      if (!HttpProbe.connects(host, running.port(), CONNECT_LIMIT)) {
        throw new IOException("it does not listen");
      }
      return "it listens; checks are disabled";
    }
    if (checks.http2()) {
      HttpProbe.hello(host, running.port(), checks.timeout());
      return "it speaks HTTP/2";
    }
    String path = checks.path(release.healthPath());
    int status = HttpProbe.get(host, running.port(), "localhost", path, checks.timeout());
    if (status >= WRONG) {
      throw new IOException("GET " + path + " answers " + status);
    }
    return "GET " + path + " -> " + status;
  }

  /** One process being watched. */
  private final class Watch {
    private final Running running;
    private final Release release;
    private final AppChecks checks;
    private final String command;
    private final LastLines last;
    private final Instant began = Instant.now();
    private @Nullable String warning;

    Watch(Running running, Release release, AppChecks checks, String command, LastLines last) {
      this.running = running;
      this.release = release;
      this.checks = checks;
      this.command = command;
      this.last = last;
    }

    Running untilItListens() throws DeployFailed, InterruptedException {
      Instant nextLook = began.plus(Duration.ofMillis(250));
      Instant misplacedSince = null;
      while (!HttpProbe.connects(running.host(), running.port(), CONNECT_LIMIT)) {
        if (since(began).compareTo(limits.listen()) > 0) {
          throw Diagnosis.neverListens(
              running, limits.listen().toSeconds(), release.language(), last.of(running));
        }
        if (Instant.now().isAfter(nextLook)) {
          stillRuns();
          List<Listener> elsewhere = engine.listeners(running.name());
          misplacedSince = misplacedSince(misplacedSince, elsewhere);
          if (misplacedSince != null && since(misplacedSince).compareTo(SETTLE) > 0) {
            return elsewhere(elsewhere);
          }
          nextLook = Instant.now().plus(Duration.ofMillis(250));
        }
        Thread.sleep(since(began).compareTo(FAST_PHASE) < 0 ? FAST : SLOW);
      }
      return running;
    }

    private @Nullable Instant misplacedSince(@Nullable Instant since, List<Listener> found) {
      boolean misplaced =
          !found.isEmpty()
              && found.stream().noneMatch(l -> l.port() == running.appPort() && l.onAllAddresses());
      return !misplaced ? null : since == null ? Instant.now() : since;
    }

    /** What to do with a process that listens, but not where it was told. */
    private Running elsewhere(List<Listener> found) throws DeployFailed {
      List<Listener> open = found.stream().filter(this::reachable).toList();
      List<Integer> ports = open.stream().map(Listener::port).distinct().toList();
      if (ports.size() == 1 && engine.reach() != Reach.PUBLISHED) {
        warning =
            running.name().process()
                + " listens on port "
                + ports.getFirst()
                + ", not on $PORT ("
                + running.appPort()
                + "); routed there";
        return running.listeningOn(ports.getFirst());
      }
      if (open.isEmpty()) {
        throw Diagnosis.loopbackOnly(
            running, found.getFirst(), release.language(), last.of(running));
      }
      throw Diagnosis.wrongPort(running, open, release.language(), last.of(running));
    }

    private boolean reachable(Listener listener) {
      return listener.onAllAddresses() || engine.reach() == Reach.LOOPBACK;
    }

    Healthy untilItAnswers(Running reached) throws DeployFailed, InterruptedException {
      if (checks.off()) {
        return new Healthy(reached, "it listens; checks are disabled", warning);
      }
      String path = checks.path(release.healthPath());
      Instant connected = Instant.now();
      String seen = "";
      for (int wrong = 0; mayAnswer(wrong, connected); wrong++) {
        try {
          if (checks.http2()) {
            HttpProbe.hello(reached.host(), reached.port(), checks.timeout());
            return new Healthy(reached, "it speaks HTTP/2", warning);
          }
          int status =
              HttpProbe.get(reached.host(), reached.port(), "localhost", path, checks.timeout());
          seen = "answers " + status;
          if (status < WRONG) {
            return new Healthy(reached, "GET " + path + " -> " + status, warning);
          }
        } catch (IOException e) {
          seen = "gives no answer (" + e.getMessage() + ")";
        }
        stillRuns();
        Thread.sleep(checks.between());
      }
      throw Diagnosis.unhealthy(reached, path, seen, howLong(), last.of(running));
    }

    private String howLong() {
      return checks
          .attempts()
          .map(most -> most + " times in a row (checks:set attempts)")
          .orElse("for " + limits.healthy().toSeconds() + " s (setting checks.healthy)");
    }

    /** As many attempts as were asked for, else as many as there is time for. */
    private boolean mayAnswer(int wrong, Instant since) {
      return checks
          .attempts()
          .map(most -> wrong < most)
          .orElseGet(() -> since(since).compareTo(limits.healthy()) < 0);
    }

    private void stillRuns() throws DeployFailed {
      switch (engine.inspect(running.name())) {
        case Running _ -> {}
        case InstanceState.Held _ -> {}
        case InstanceState.Ended ended ->
            throw Diagnosis.ended(ended, command, memoryBytes, last.of(running));
        case InstanceState.Gone _ ->
            throw new DeployFailed(
                running.name().process() + " was removed while it started", List.of(), List.of());
      }
    }

    private static Duration since(Instant then) {
      return Duration.between(then, Instant.now());
    }
  }
}
