package paas.proxy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Asks the targets of routes with a check again and again, each on a thread of its own and never
 * twice at a time. Nothing of it is on a request's way but the verdict.
 */
final class Probes implements AutoCloseable {
  private static final long TICK_MILLIS = 100;

  private final Routes routes;
  private final Notices notices;
  private final ScheduledExecutorService clock =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("proxy-checks").factory());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Probes(Routes routes, Notices notices) {
    this.routes = routes;
    this.notices = notices;
    var _ =
        clock.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    long now = System.nanoTime();
    try {
      for (LiveRoute route : routes.checked()) {
        Traffic.Check check = route.route.traffic().check();
        for (LiveTarget target : route.targets()) {
          if (check != null && target.standing.due(now, check.intervalMillis())) {
            threads.execute(() -> ask(route, check, target));
          }
        }
      }
    } catch (RejectedExecutionException e) {
      // Closed meanwhile.
    }
  }

  private void ask(LiveRoute route, Traffic.Check check, LiveTarget target) {
    int limit = (int) check.timeoutMillis();
    String wrong =
        route.http2
            ? Probe.hello(target.address, limit)
            : Probe.ask(target.address, check.path(), limit);
    if (target.standing.checked(wrong.isEmpty(), check.attempts())) {
      Notice.Kind kind = wrong.isEmpty() ? Notice.Kind.WELL : Notice.Kind.PASSED_OVER;
      String text = wrong.isEmpty() ? "it answers again" : wrong;
      notices.tell(route.route.app(), kind, route.name(target), text);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdownNow();
  }
}
