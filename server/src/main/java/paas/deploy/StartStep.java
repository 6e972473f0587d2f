package paas.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import paas.engine.Engine;
import paas.engine.InstanceState;
import paas.engine.Running;
import paas.engine.StartFailed;
import paas.logs.LogFilter;
import paas.logs.LogLine;
import paas.logs.LogStore;
import paas.model.Deploy;
import paas.model.InstanceName;
import paas.model.ProcessName;
import paas.model.ProcessType;
import paas.model.Release;
import paas.route.AppChecks;
import paas.store.Store;

/** Starts the new processes side by side, and waits until every one of them is well. */
final class StartStep {
  /** How long a process that nobody can ask must stay up to count as started. */
  private static final Duration STEADY = Duration.ofSeconds(1);

  private static final int LAST_LINES = 10;
  private static final Duration LINES_ARRIVE = Duration.ofMillis(400);

  private final Store store;
  private final Engine engine;
  private final ProcessSpecs specs;
  private final LogStore logs;
  private final HealthCheck checks;
  private final Standby standby;

  StartStep(
      Store store,
      Engine engine,
      ProcessSpecs specs,
      LogStore logs,
      HealthCheck checks,
      Standby standby) {
    this.store = store;
    this.engine = engine;
    this.specs = specs;
    this.logs = logs;
    this.checks = checks;
    this.standby = standby;
  }

  /** Starts what does not run already, and returns what was started. */
  List<Running> start(Work work, Release release) throws DeployFailed, InterruptedException {
    List<ProcessName> processes = processes(work.deploy, release);
    if (processes.isEmpty() && work.deploy.cause() == Deploy.Cause.CANARY) {
      throw new DeployFailed("a canary needs a web process", "Scale one up first: ps:scale web=1.");
    }
    Map<ProcessName, Running> ready = standby.wake(work, release, processes);
    work.takenOver = List.copyOf(ready.values());
    List<ProcessName> missing =
        processes.stream().filter(process -> !ready.containsKey(process)).toList();
    if (!missing.isEmpty()) {
      work.log.starting(missing);
    }
    List<Callable<Running>> starts = new ArrayList<>();
    for (ProcessName process : missing) {
      InstanceName name = new InstanceName(work.app.id(), work.deploy.number(), process);
      starts.add(() -> engine.start(specs.of(work.app, release, name)));
    }
    return all(starts);
  }

  /** The processes that this deploy replaces: those that were named, or the whole formation. */
  static List<ProcessName> processes(Deploy deploy, Release release) {
    return release.formation().processes().stream()
        .filter(process -> deploy.only().isEmpty() || deploy.only().contains(process))
        // A worker of a canary would take the work of all.
        .filter(process ->
            deploy.cause() != Deploy.Cause.CANARY || process.type().equals(ProcessType.WEB))
        .toList();
  }

  /** Returns all that is well: what was started, and what was taken over. */
  List<Running> check(Work work, Release release) throws DeployFailed, InterruptedException {
    List<Callable<Running>> waits = new ArrayList<>();
    for (Running running : work.started) {
      waits.add(() -> healthy(work, release, running));
    }
    List<Running> well = new ArrayList<>(work.takenOver);
    well.addAll(all(waits));
    return List.copyOf(well);
  }

  private Running healthy(Work work, Release release, Running running)
      throws DeployFailed, InterruptedException {
    Instant began = Instant.now();
    ProcessName process = running.name().process();
    if (!process.type().equals(ProcessType.WEB)) {
      steady(release, running);
      work.log.healthy(process, Duration.between(began, Instant.now()), "it keeps running");
      return running;
    }
    HealthCheck.Healthy healthy =
        checks.await(running, release, asked(work), command(release, running), this::lastLines);
    String warning = healthy.warning();
    if (warning != null) {
      work.log.warning(warning, "Let the app listen on the port that the variable PORT names.");
    }
    work.log.healthy(process, Duration.between(began, Instant.now()), healthy.how());
    return healthy.running();
  }

  private AppChecks asked(Work work) {
    return new AppChecks(store.proxyRules().of(work.app.id()));
  }

  private void steady(Release release, Running running) throws DeployFailed, InterruptedException {
    Instant until = Instant.now().plus(STEADY);
    while (Instant.now().isBefore(until)) {
      Thread.sleep(Duration.ofMillis(50));
      if (engine.inspect(running.name()) instanceof InstanceState.Ended ended) {
        throw Diagnosis.ended(
            ended, command(release, running), specs.memoryBytes(), lastLines(running));
      }
    }
  }

  private static String command(Release release, Running running) {
    return release.commands().getOrDefault(running.name().process().type(), "");
  }

  /** What the process wrote last; a moment is given to lines that are still on their way. */
  private List<String> lastLines(Running running) {
    LogFilter filter = new LogFilter(running.name().process().toString(), running.release());
    Instant until = Instant.now().plus(LINES_ARRIVE);
    List<LogLine> lines = List.of();
    try {
      do {
        Thread.sleep(Duration.ofMillis(100));
        lines = logs.last(running.name().app(), filter, LAST_LINES);
      } while (lines.isEmpty() && Instant.now().isBefore(until));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return lines.stream()
        .filter(line -> line.source().equals("app") && !line.at().isBefore(running.startedAt()))
        .map(LogLine::text)
        .toList();
  }

  /** Runs side by side; the first failure is the one that is told, when all have ended. */
  static <T> List<T> all(List<Callable<T>> tasks) throws DeployFailed, InterruptedException {
    List<T> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = tasks.stream().map(threads::submit).toList();
      try {
        for (Future<T> future : futures) {
          done.add(future.get());
        }
      } catch (ExecutionException | InterruptedException e) {
        threads.shutdownNow();
        throw e;
      }
    } catch (ExecutionException e) {
      throw failure(e);
    }
    return List.copyOf(done);
  }

  private static DeployFailed failure(ExecutionException ended) {
    return switch (ended.getCause()) {
      case DeployFailed failed -> failed;
      case StartFailed failed -> new DeployFailed(failed.reason(), failed.remedy());
      case RuntimeException bug -> throw bug;
      case null, default -> throw new IllegalStateException(ended);
    };
  }
}
