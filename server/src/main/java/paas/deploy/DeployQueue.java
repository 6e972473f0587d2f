package paas.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import paas.logs.LogStore;
import paas.model.App;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Deploy;
import paas.model.UserError;
import paas.store.NewDeploy;
import paas.store.Store;

/**
 * One line of deploys per app, carried out in order, each on a thread of its own that no client
 * owns: who asked may go away. Builds of all apps share a few places, given in the order of asking.
 * A push takes the place of older pushes of its app that still wait.
 */
public final class DeployQueue implements AutoCloseable {
  /** More than these waiting for one app is not patience but a mistake. */
  private static final int LONGEST = 20;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  /** How long who cancels waits for the end; the deploy is ended all the same after that. */
  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(30);

  private final Store store;
  private final LogStore logs;
  private final BuildPlaces places =
      new BuildPlaces(Math.max(1, Runtime.getRuntime().availableProcessors()));
  private final DeployWorker worker;

  /** Guards the lines and the map of them. */
  private final Object lock = new Object();

  private final Map<AppId, Line> lines = new HashMap<>();
  private final Set<AppId> held = new HashSet<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private boolean closed;

  DeployQueue(Store store, LogStore logs, DeployRun.Parts parts, Path buildFolder) {
    this.store = store;
    this.logs = logs;
    this.worker = new DeployWorker(store, parts, places, buildFolder, this::isClosed);
  }

  /** While it is held, the processes of an app are its holder's; to be closed. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Writes the deploy down and lets it join its app's line.
   *
   * @throws UserError when the line is too long, the app is held, or the server is about to end
   */
  public Deploy submit(NewDeploy wish) {
    return submit(wish, () -> {});
  }

  /**
   * As {@link #submit(NewDeploy)}.
   *
   * @param before what the deploy is to bring about; it is not done when the deploy is refused
   */
  public Deploy submit(NewDeploy wish, Runnable before) {
    return submit(wish, PushOptions.NONE, before);
  }

  /** A push, with what it asks for besides. */
  Deploy submit(NewDeploy wish, PushOptions options) {
    return submit(wish, options, () -> {});
  }

  private Deploy submit(NewDeploy wish, PushOptions options, Runnable before) {
    synchronized (lock) {
      Line line = line(wish.app());
      Stream<Entry> overtaken = wish.cause().pushed() ? line.waitingPushes().stream() : Stream.of();
      refuse(wish.app(), line.size() - (int) overtaken.count());
      refuseBesideCanary(wish);
      before.run();
      Deploy deploy = store.deploys().enqueue(wish);
      try {
        supersede(line, deploy);
        join(deploy, options);
      } catch (RuntimeException e) {
        worker.giveUp(deploy, "the server could not begin its log");
        throw e;
      }
      return deploy;
    }
  }

  /** What would end a canary by the way is not done before somebody has said what becomes of it. */
  private void refuseBesideCanary(NewDeploy wish) {
    boolean meant = wish.cause() == Deploy.Cause.CANARY || wish.cause() == Deploy.Cause.PROMOTE;
    if (!meant && store.deploys().canary(wish.app()).isPresent()) {
      AppName name = store.apps().find(wish.app()).map(App::name).orElseThrow();
      throw canaryIsOut(name);
    }
  }

  static UserError canaryIsOut(AppName app) {
    return UserError.failed(
        "a canary of " + app + " is out: that comes first",
        "ssh paas canary:promote " + app + ", or canary:abort " + app);
  }

  private void refuse(AppId app, int ahead) {
    if (closed) {
      throw UserError.failed("the server is stopping", "try again when it is up");
    }
    if (held.contains(app)) {
      throw UserError.failed("the app is being stopped", "try again when that has ended");
    }
    if (ahead >= LONGEST) {
      throw UserError.failed(
          ahead + " deploys of this app are waiting already",
          "wait for them to end, or end one: ssh paas builds:cancel");
    }
  }

  /** Only pushes overtake pushes: what else waits changes something that no push brings. */
  private void supersede(Line line, Deploy newer) {
    String commit = newer.commit();
    if (!newer.cause().pushed() || commit == null) {
      return;
    }
    Outcome.Superseded end = new Outcome.Superseded(commit);
    for (Entry entry : line.waitingPushes()) {
      worker.end(entry, end);
      line.remove(entry);
    }
    line.head()
        .filter(head -> head.deploy().cause().pushed())
        .filter(head -> places.position(newer.app()).isPresent())
        .ifPresent(head -> head.brake().ask(end));
  }

  /**
   * Keeps deploys of this app out, so that its processes can be ended.
   *
   * @throws UserError when one is under way, or the app is held already
   */
  public Hold hold(AppId app) {
    synchronized (lock) {
      if (busy(app)) {
        throw UserError.failed(
            "a deploy of this app is under way", "wait for its end, then try again");
      }
      held.add(app);
    }
    return () -> {
      synchronized (lock) {
        held.remove(app);
      }
    };
  }

  /** Whether a deploy of this app is under way, or somebody holds it. */
  public boolean busy(AppId app) {
    synchronized (lock) {
      return lines.containsKey(app) || held.contains(app);
    }
  }

  /** Whether this deploy waits here or is under way. */
  boolean owns(DeployId deploy) {
    return entry(deploy.app(), deploy.number()).isPresent();
  }

  /** Lets a deploy that a former server had begun go on from its saved state. */
  public void resume(Deploy deploy) {
    synchronized (lock) {
      join(deploy, PushOptions.NONE);
    }
  }

  private void join(Deploy deploy, PushOptions options) {
    App app = store.apps().find(deploy.app()).orElseThrow();
    var output = logs.begin(deploy.app(), deploy.number());
    Line line = lines.computeIfAbsent(deploy.app(), _ -> new Line());
    line.add(new Entry(deploy, output, new DeployText(app.name(), output::line), options));
    if (line.size() == 1) {
      Thread thread =
          Thread.ofVirtual().name("deploy-" + deploy.app()).unstarted(() -> serve(deploy.app()));
      threads.add(thread);
      thread.start();
    }
  }

  /**
   * Ends a deploy, wherever it stands before its switch, and returns it when nothing of it is left.
   *
   * @throws UserError when it has ended, or has the traffic already
   */
  public Deploy cancel(AppId app, int number, String who) throws InterruptedException {
    Outcome.Cancelled end = new Outcome.Cancelled(who);
    Entry entry;
    synchronized (lock) {
      Line line = line(app);
      entry = line.find(number).orElseThrow(() -> over(number));
      if (line.ahead(number) > 0) {
        worker.end(entry, end);
        line.remove(entry);
      } else if (!entry.brake().ask(end)) {
        throw UserError.failed(
            "deploy " + number + " can no longer be cancelled: it is finished in a moment",
            "to go back to what was live before: ssh paas rollback");
      }
    }
    if (!entry.await(CANCEL_LIMIT.toMillis())) {
      throw UserError.failed(
          "deploy " + number + " did not end in " + CANCEL_LIMIT.toSeconds() + " s",
          "it ends as soon as the engine answers; see: ssh paas builds:info");
    }
    return store.deploys().find(app, number).orElseThrow();
  }

  private static UserError over(int number) {
    return UserError.failed("deploy " + number + " has ended", "see: ssh paas builds:info");
  }

  /** Blocks until the deploy has ended, and returns it as it ended. */
  public Deploy await(AppId app, int number) throws InterruptedException {
    Optional<Entry> entry = entry(app, number);
    if (entry.isPresent()) {
      entry.get().await();
    }
    return store.deploys().find(app, number).orElseThrow();
  }

  /** The deploy of this app that is under way now. */
  public Optional<Deploy> current(AppId app) {
    return head(app).map(Entry::deploy);
  }

  /** What this deploy waits for, if it does. */
  public Optional<Waiting> waiting(AppId app, int number) {
    synchronized (lock) {
      int ahead = line(app).ahead(number);
      if (ahead > 0) {
        return Optional.of(new Waiting(Waiting.For.TURN, ahead));
      }
      OptionalInt place =
          line(app).find(number).isPresent() ? places.position(app) : OptionalInt.empty();
      return place.isPresent()
          ? Optional.of(new Waiting(Waiting.For.PLACE, place.getAsInt()))
          : Optional.empty();
    }
  }

  private Line line(AppId app) {
    return lines.getOrDefault(app, new Line());
  }

  private Optional<Entry> entry(AppId app, int number) {
    synchronized (lock) {
      return line(app).find(number);
    }
  }

  private void serve(AppId app) {
    try {
      Optional<Entry> next = head(app);
      while (next.isPresent()) {
        worker.carryOut(next.get());
        next = after(app, next.get());
      }
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  private Optional<Entry> head(AppId app) {
    synchronized (lock) {
      return line(app).head();
    }
  }

  private Optional<Entry> after(AppId app, Entry ended) {
    synchronized (lock) {
      Line line = line(app);
      line.remove(ended);
      ended.close();
      if (line.size() == 0 || closed) {
        line.all().forEach(worker::abandon);
        lines.remove(app);
        return Optional.empty();
      }
      return line.head();
    }
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  /** Takes nothing more and lets go of what is under way; the next server recovers it. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
    threads.forEach(Thread::interrupt);
    long until = System.nanoTime() + CLOSE_LIMIT.toNanos();
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
