package paas.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.deploy.PlatformLog;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.engine.InstanceSpec;
import paas.engine.InstanceState;
import paas.engine.InstanceState.Ended;
import paas.engine.InstanceState.Gone;
import paas.engine.KeptOneOff;
import paas.engine.OneOff;
import paas.engine.Running;
import paas.engine.StartFailed;
import paas.logs.LogStore;
import paas.model.App;
import paas.model.AppId;
import paas.model.InstanceName;
import paas.model.ProcessName;
import paas.model.UserError;
import paas.store.OneOffRow;
import paas.store.Store;

/**
 * All one-off processes: those with a caller, which end with it, and those without, which are
 * instances that belong to no formation. Says how each of the latter ended, also one that ended
 * while no server ran.
 */
public final class OneOffWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OneOffWatch.class);
  private static final Duration CLOCK = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Store store;
  private final Engine engine;
  private final LogStore logs;
  private final OneOffLimits limits;
  private final Map<Key, Attached> attached = new ConcurrentHashMap<>();

  /** Names that are taken and not yet, or no longer, on a list. */
  private final Set<Key> reserved = ConcurrentHashMap.newKeySet();

  private final ScheduledExecutorService clock =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("one-offs").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  private record Key(AppId app, int number) {
    static Key of(InstanceName name) {
      return new Key(name.app(), name.process().index());
    }
  }

  /**
   * One that has a caller.
   *
   * @param command as it was typed
   */
  public record Attached(
      ProcessName name, int release, String command, Instant startedAt, OneOff oneOff) {}

  /** Starts what becomes an attached one-off process of this name. */
  @FunctionalInterface
  public interface Starter {
    OneOff start(ProcessName name) throws StartFailed, InterruptedException;
  }

  /** Makes what is started without a caller under this name. */
  @FunctionalInterface
  public interface Maker {
    InstanceSpec of(InstanceName name);
  }

  public OneOffWatch(Store store, Engine engine, LogStore logs, OneOffLimits limits) {
    this.store = store;
    this.engine = engine;
    this.logs = logs;
    this.limits = limits;
  }

  /** Looks once at those that a server before this one has left, then watches. */
  public void start() {
    engine.onEnded(ended -> clock.execute(() -> guarded(() -> ended(ended))));
    long every = CLOCK.toMillis();
    // Each look guards itself, so its future has nothing to tell.
    var _ = clock.scheduleWithFixedDelay(this::look, 0, every, TimeUnit.MILLISECONDS);
  }

  /** Longest life of one without a caller. */
  public Duration longest() {
    return limits.longest();
  }

  /** Those of an app that have a caller, by name. */
  public List<Attached> attached(AppId app) {
    return attached.entrySet().stream()
        .filter(entry -> entry.getKey().app().equals(app))
        .map(Map.Entry::getValue)
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .toList();
  }

  /** Starts one that ends with its caller, who closes what is returned. */
  public OneOff attach(App app, int release, String command, Starter starter)
      throws StartFailed, InterruptedException {
    Key key = reserve(app);
    try {
      ProcessName name = ProcessName.oneOff(key.number());
      OneOff oneOff = starter.start(name);
      OneOff kept = new KeptOneOff(oneOff, _ -> attached.remove(key));
      attached.put(key, new Attached(name, release, command, Instant.now(), kept));
      return kept;
    } finally {
      reserved.remove(key);
    }
  }

  /** Starts one that nobody waits for; its life is bounded. */
  public OneOffRow detach(
      App app, int release, String command, String actor, Duration life, Maker maker)
      throws StartFailed, InterruptedException {
    Key key = reserve(app);
    int deploy = store.releases().deployOf(app.id(), release).orElse(1);
    InstanceName name = new InstanceName(app.id(), deploy, ProcessName.oneOff(key.number()));
    Instant now = Instant.now();
    OneOffRow row = new OneOffRow(name, release, command, actor, now, now.plus(life));
    try {
      store.oneOffs().add(row);
      engine.start(maker.of(name));
      say(row, "started by " + actor + ": " + command);
      reserved.remove(key);
      // It may be over already; what ends while it is being started is not looked at.
      clock.execute(() -> guarded(() -> look(row)));
      return row;
    } catch (StartFailed | InterruptedException | RuntimeException e) {
      store.oneOffs().remove(name, actor, "could not be started");
      throw e;
    } finally {
      reserved.remove(key);
    }
  }

  /** Takes a free name; a bound for what may run beside an app is kept here. */
  private synchronized Key reserve(App app) {
    Set<Integer> taken =
        store.oneOffs().of(app.id()).stream()
            .map(row -> row.name().process().index())
            .collect(Collectors.toSet());
    Stream.concat(attached.keySet().stream(), reserved.stream())
        .filter(key -> key.app().equals(app.id()))
        .forEach(key -> taken.add(key.number()));
    if (taken.size() >= limits.most()) {
      throw UserError.failed(
          app.name() + " has " + taken.size() + " one-off processes, the most there may be",
          "see them: ssh paas ps "
              + app.name()
              + "; end one: ssh paas ps:stop "
              + app.name()
              + " run.N");
    }
    int number;
    do {
      number =
          ThreadLocalRandom.current()
              .nextInt(ProcessName.FIRST_ONE_OFF, ProcessName.LAST_ONE_OFF + 1);
    } while (taken.contains(number));
    Key key = new Key(app.id(), number);
    reserved.add(key);
    return key;
  }

  /**
   * Ends one: SIGTERM, then SIGKILL.
   *
   * @return false when there is none of this name
   */
  public boolean stop(App app, ProcessName name, String by, Duration grace)
      throws InterruptedException {
    Attached one = attached.get(new Key(app.id(), name.index()));
    if (one != null) {
      one.oneOff().close();
      return true;
    }
    Optional<OneOffRow> row =
        store.oneOffs().of(app.id()).stream()
            .filter(r -> r.name().process().equals(name))
            .findFirst();
    if (row.isEmpty()) {
      return false;
    }
    end(row.get(), by, "stopped by " + by, grace);
    return true;
  }

  /** Off the list first, so that its end is told once and as what it was. */
  private void end(OneOffRow row, String by, String how, Duration grace)
      throws InterruptedException {
    if (store.oneOffs().remove(row.name(), by, how)) {
      boolean killed = engine.stop(row.name(), grace).killed();
      say(row, how + (killed ? "; killed, because it did not heed SIGTERM" : ""));
    }
  }

  private void ended(Ended ended) throws InterruptedException {
    InstanceName name = ended.name();
    if (!name.process().isOneOff()) {
      return;
    }
    Optional<OneOffRow> row =
        store.oneOffs().of(name.app()).stream().filter(r -> r.name().equals(name)).findFirst();
    if (row.isEmpty() || reserved.contains(Key.of(name))) {
      return; // Stopped, and told by who stopped it; or looked at as soon as it is started.
    }
    String how = how(ended);
    if (store.oneOffs().remove(name, row.get().actor(), how)) {
      engine.stop(name, Duration.ZERO); // Its last lines come before the one of its end.
      say(row.get(), how);
    }
  }

  private static String how(Ended ended) {
    Integer code = ended.exitCode();
    return ended.outOfMemory()
        ? "was killed for memory (R15)"
        : code == null ? "ended; its exit status is not known" : "exited with code " + code;
  }

  private void say(OneOffRow row, String text) {
    InstanceName name = row.name();
    new PlatformLog(logs, name.process().toString()).platform(name.app(), row.release(), text);
  }

  private void look() {
    guarded(() -> {
      for (OneOffRow row : store.oneOffs().all()) {
        guarded(() -> look(row));
      }
      sweep();
    });
  }

  private void look(OneOffRow row) throws InterruptedException {
    if (reserved.contains(Key.of(row.name()))) {
      return; // It is being started.
    }
    switch (engine.inspect(row.name())) {
      case Running _ -> endWhenOld(row);
      case InstanceState.Held _ -> endWhenOld(row);
      case Ended ended -> ended(ended);
      case Gone gone -> ended(new Ended(gone.name(), row.release(), null, false, Instant.now()));
    }
  }

  private void endWhenOld(OneOffRow row) throws InterruptedException {
    if (Instant.now().isAfter(row.endsAt())) {
      long seconds = Duration.between(row.startedAt(), row.endsAt()).toSeconds();
      end(row, row.actor(), "stopped after " + seconds + " s, the life that it was given", GRACE);
    }
  }

  /** What is on no list: left by a crash between a row and its process. */
  private void sweep() throws InterruptedException {
    for (InstanceState state : engine.recover()) {
      InstanceName name = state.name();
      if (name.process().isOneOff()
          && !reserved.contains(Key.of(name))
          && store.oneOffs().of(name.app()).stream().noneMatch(r -> r.name().equals(name))) {
        log.info("stopping {}, which nobody wants", name);
        engine.stop(name, GRACE);
      }
    }
  }

  private interface Look {
    void now() throws InterruptedException;
  }

  /** The clock must never stop: a look that fails is told, and the next one comes. */
  private static void guarded(Look look) {
    try {
      look.now();
    } catch (EngineUnavailable e) {
      log.warn("the engine does not answer: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("a look at one-off processes failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
