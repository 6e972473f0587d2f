package paas.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
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

  /**
   * Writes the deploy down and lets it join its app's line.
   *
   * @throws UserError when the line is too long, or the server is about to end
   */
  public Deploy submit(NewDeploy wish) {
    synchronized (lock) {
      int ahead = lines.getOrDefault(wish.app(), new ArrayDeque<>()).size();
      if (closed) {
        throw UserError.failed("the server is stopping", "try again when it is up");
      }
      if (ahead >= LONGEST) {
        throw UserError.failed(
            ahead + " deploys of this app are waiting already", "wait for them to end");
      }
      Deploy deploy = store.deploys().enqueue(wish);
      join(deploy, ahead);
      return deploy;
    }
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
        Pending pending = next.get();
        carryOut(pending);
        next = after(app, pending);
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
    pending.output().line(" !     The server is stopping; push again when it is up.");
    pending.output().close();
    pending.ended().countDown();
  }

  private void carryOut(Pending pending) {
    try {
      App app = store.apps().find(pending.deploy().app()).orElseThrow();
      DeployText text = new DeployText(app.name(), pending.output()::line);
      Path source = buildFolder.resolve(app.id() + "-d" + pending.deploy().number());
      new DeployRun(parts, builds, new Work(app, pending.deploy(), text, source)).toEnd();
    } catch (InterruptedException e) {
      pending.output().line(" !     The server is stopping; push again when it is up.");
    } catch (EngineUnavailable e) {
      pending.output().line(" !     The engine does not answer: " + e.getMessage());
      giveUp(pending, "the engine does not answer");
    } catch (IOException | RuntimeException e) {
      String incident = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
      log.error(
          "incident {}: deploy {} of {}",
          incident,
          pending.deploy().number(),
          pending.deploy().app(),
          e);
      pending.output().line(" !     Something broke on our side (incident " + incident + ").");
      giveUp(pending, "something broke on our side (incident " + incident + ")");
    }
  }

  /** Ends a deploy that the machine could not carry on, as a restart of the server would. */
  private void giveUp(Pending pending, String reason) {
    try {
      Deploy now =
          store.deploys().find(pending.deploy().app(), pending.deploy().number()).orElseThrow();
      if (!now.state().ended() && !now.state().committed()) {
        Deploy failed =
            store
                .deploys()
                .advance(
                    now, Transitions.next(now.cause(), now.state(), new Outcome.Broke(reason)));
        parts.aftermath().undo(failed);
      }
    } catch (RuntimeException e) {
      log.warn("deploy {} is left to the next start", pending.deploy().number(), e);
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
