package paas.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.EngineUnavailable;
import paas.logs.DeployOutput;
import paas.logs.LogStore;
import paas.model.App;
import paas.model.AppId;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.UserError;
import paas.store.NewDeploy;
import paas.store.Store;

/**
 * One line of deploys per app, carried out in order, each on a thread of its own that no client
 * owns: who asked may go away. Builds of all apps share a few places, given in the order of asking.
 */
public final class DeployQueue implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DeployQueue.class);

  /** More than these waiting for one app is not patience but a mistake. */
  private static final int LONGEST = 20;

  private static final String STOPPING = " !     The server is stopping; push again when it is up.";

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Store store;
  private final LogStore logs;
  private final DeployRun.Parts parts;
  private final Path buildFolder;
  private final Semaphore builds =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()), true);

  /** Guards the lines and the map of them. */
  private final Object lock = new Object();

  private final Map<AppId, Deque<Pending>> lines = new HashMap<>();
  private final Set<AppId> held = new HashSet<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private boolean closed;

  DeployQueue(Store store, LogStore logs, DeployRun.Parts parts, Path buildFolder) {
    this.store = store;
    this.logs = logs;
    this.parts = parts;
    this.buildFolder = buildFolder;
  }

  /** A deploy that waits or runs. */
  private record Pending(Deploy deploy, DeployOutput output, CountDownLatch ended) {}

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
    synchronized (lock) {
      int ahead = lines.getOrDefault(wish.app(), new ArrayDeque<>()).size();
      if (closed) {
        throw UserError.failed("the server is stopping", "try again when it is up");
      }
      if (held.contains(wish.app())) {
        throw UserError.failed("the app is being stopped", "try again when that has ended");
      }
      if (ahead >= LONGEST) {
        throw UserError.failed(
            ahead + " deploys of this app are waiting already", "wait for them to end");
      }
      Deploy deploy = store.deploys().enqueue(wish);
      try {
        join(deploy, ahead);
      } catch (RuntimeException e) {
        giveUp(deploy, "the server could not begin its log");
        throw e;
      }
      return deploy;
    }
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
    return pending(deploy.app(), deploy.number()).isPresent();
  }

  /** Lets a deploy that a former server had begun go on from its saved state. */
  public void resume(Deploy deploy) {
    synchronized (lock) {
      join(deploy, lines.getOrDefault(deploy.app(), new ArrayDeque<>()).size());
    }
  }

  private void join(Deploy deploy, int ahead) {
    Pending pending =
        new Pending(deploy, logs.begin(deploy.app(), deploy.number()), new CountDownLatch(1));
    lines.computeIfAbsent(deploy.app(), _ -> new ArrayDeque<>()).add(pending);
    if (ahead == 0) {
      Thread thread =
          Thread.ofVirtual().name("deploy-" + deploy.app()).unstarted(() -> serve(deploy.app()));
      threads.add(thread);
      thread.start();
    } else {
      store
          .apps()
          .find(deploy.app())
          .ifPresent(app -> new DeployText(app.name(), pending.output()::line).queued(ahead));
    }
  }

  /** Blocks until the deploy has ended, and returns it as it ended. */
  public Deploy await(AppId app, int number) throws InterruptedException {
    Optional<Pending> pending = pending(app, number);
    if (pending.isPresent()) {
      pending.get().ended().await();
    }
    return store.deploys().find(app, number).orElseThrow();
  }

  /** The deploy of this app that is under way now. */
  public Optional<Deploy> current(AppId app) {
    synchronized (lock) {
      Pending first = lines.getOrDefault(app, new ArrayDeque<>()).peek();
      return Optional.ofNullable(first).map(Pending::deploy);
    }
  }

  private Optional<Pending> pending(AppId app, int number) {
    synchronized (lock) {
      return lines.getOrDefault(app, new ArrayDeque<>()).stream()
          .filter(pending -> pending.deploy().number() == number)
          .findFirst();
    }
  }

  private void serve(AppId app) {
    try {
      Optional<Pending> next = head(app);
      while (next.isPresent()) {
        carryOut(next.get());
        next = after(app, next.get());
      }
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  private Optional<Pending> head(AppId app) {
    synchronized (lock) {
      return Optional.ofNullable(lines.getOrDefault(app, new ArrayDeque<>()).peek());
    }
  }

  private Optional<Pending> after(AppId app, Pending ended) {
    synchronized (lock) {
      Deque<Pending> line = lines.getOrDefault(app, new ArrayDeque<>());
      line.remove(ended);
      ended.output().close();
      ended.ended().countDown();
      if (line.isEmpty() || closed) {
        line.forEach(DeployQueue::abandon);
        lines.remove(app);
        return Optional.empty();
      }
      return Optional.of(line.element());
    }
  }

  /** A deploy that never began: the next server ends it as failed. */
  private static void abandon(Pending pending) {
    pending.output().line(STOPPING);
    pending.output().close();
    pending.ended().countDown();
  }

  private void carryOut(Pending pending) {
    Deploy deploy = pending.deploy();
    try {
      App app = store.apps().find(deploy.app()).orElseThrow();
      DeployText text = new DeployText(app.name(), pending.output()::line);
      Path source = buildFolder.resolve(app.id() + "-d" + deploy.number());
      new DeployRun(parts, builds, new Work(app, deploy, text, source)).toEnd();
    } catch (InterruptedException e) {
      pending.output().line(STOPPING);
    } catch (EngineUnavailable e) {
      broke(pending, "the engine does not answer", e);
    } catch (IOException
        | RuntimeException
        | LinkageError
        | AssertionError
        | StackOverflowError e) {
      broke(pending, "something broke on our side", e);
    }
  }

  /**
   * What fails because the server is stopping is left to the next one, as a kill would leave it.
   */
  private void broke(Pending pending, String what, Throwable why) {
    if (isClosed()) {
      pending.output().line(STOPPING);
      return;
    }
    String reason = what;
    if (why instanceof EngineUnavailable) {
      pending.output().line(" !     " + what + ": " + why.getMessage());
    } else {
      reason = what + " (incident " + incident(pending.deploy(), why) + ")";
      pending.output().line(" !     " + reason);
    }
    giveUp(pending.deploy(), reason);
  }

  private static String incident(Deploy deploy, Throwable why) {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    log.error("incident {}: deploy {} of {}", id, deploy.number(), deploy.app(), why);
    return id;
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  /** Ends a deploy that the machine could not carry on, as a restart of the server would. */
  private void giveUp(Deploy begun, String reason) {
    try {
      Deploy now = store.deploys().find(begun.app(), begun.number()).orElseThrow();
      if (!now.state().ended() && !now.state().committed()) {
        DeployState failed = Transitions.next(now.cause(), now.state(), new Outcome.Broke(reason));
        parts.aftermath().undo(store.deploys().advance(now, failed));
      }
    } catch (RuntimeException e) {
      log.warn("deploy {} of {} is left to the sweep", begun.number(), begun.app(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
