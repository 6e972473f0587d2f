package paas.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.hooks.Repositories;
import paas.hooks.RepositoryBranch;
import paas.logs.DeployOutput;
import paas.logs.LogStore;
import paas.model.AppId;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.DeployState.Failed;
import paas.store.StaleDeploy;
import paas.store.Store;

/**
 * Mends what {@link Invariants} find broken in deploys and what they leave: at start, on a slow
 * clock, and when the doctor is told to. What runs is the supervisor's.
 */
public final class Recovery implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);
  private static final Duration CLOCK = Duration.ofSeconds(30);

  /**
   * Repositories change by pushes alone, which clear up after themselves: a look in ten minutes.
   */
  private static final int REPOSITORIES_EVERY = 20;

  private static final FileAttribute<Set<PosixFilePermission>> OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Store store;
  private final Engine engine;
  private final LogStore logs;
  private final Repositories repositories;
  private final DeployQueue queue;
  private final Aftermath aftermath;
  private final Survey survey;
  private final Path buildFolder;

  /** What only a person can mend is said once. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private final AtomicLong looks = new AtomicLong();
  private final ScheduledExecutorService clock =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("recovery").factory());

  Recovery(
      Store store,
      Engine engine,
      LogStore logs,
      Repositories repositories,
      DeployQueue queue,
      Aftermath aftermath,
      Survey survey,
      Path buildFolder) {
    this.store = store;
    this.engine = engine;
    this.logs = logs;
    this.repositories = repositories;
    this.queue = queue;
    this.aftermath = aftermath;
    this.survey = survey;
    this.buildFolder = buildFolder;
  }

  private interface Look {
    Facts now() throws IOException;
  }

  /**
   * To be called once, before the first push is let in. Processes that it leaves unwanted are ended
   * by the first sweep. The trouble of one app does not keep the others waiting.
   */
  public void run() {
    sweep();
    look(survey::deploys);
    look(survey::branches);
  }

  /** A disk that takes nothing must not keep the server from serving. */
  private void sweep() {
    try {
      repositories.sweep();
      Aftermath.remove(buildFolder);
      if (!Files.isDirectory(buildFolder)) {
        Files.createDirectory(buildFolder, OURS);
      }
    } catch (IOException | UncheckedIOException e) {
      log.warn("what a former server left half done could not all be cleared: {}", e.toString());
    }
  }

  /** Looks again and again, beginning with what needs an engine that answers. */
  public void start() {
    // Each look guards itself, so its future has nothing to tell.
    var _ = clock.scheduleWithFixedDelay(this::tick, 0, CLOCK.toSeconds(), TimeUnit.SECONDS);
  }

  /** One look of the slow clock. */
  public void tick() {
    look(survey::deploys);
    look(survey::exports);
    look(survey::builds);
    if (looks.incrementAndGet() % REPOSITORIES_EVERY == 0) {
      look(survey::repositories);
      look(survey::branches);
    }
  }

  private void look(Look look) {
    try {
      for (Wrong wrong : Invariants.broken(look.now())) {
        guarded(wrong);
      }
    } catch (EngineUnavailable e) {
      log.warn("the engine does not answer: {}", e.getMessage());
    } catch (IOException | RuntimeException e) {
      log.error("a look at what was left failed", e);
    }
  }

  private void guarded(Wrong wrong) {
    try {
      if (isForAPerson(wrong)) {
        if (told.add(wrong.text())) {
          log.warn("{}; {}", wrong.text(), wrong.remedy());
        }
      } else if (mend(wrong)) {
        log.info("mended: {}", wrong.text());
      }
    } catch (EngineUnavailable e) {
      log.warn("not mended: {}: {}", wrong.text(), e.getMessage());
    } catch (IOException | RuntimeException e) {
      log.error("not mended: {}", wrong.text(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What takes something away that might be wanted is done only when somebody says so. */
  private static boolean isForAPerson(Wrong wrong) {
    return wrong instanceof Wrong.Unreadable
        || wrong instanceof Wrong.Lost
        || wrong instanceof Wrong.Orphan;
  }

  /**
   * Sets one thing right, as far as it is still wrong and not the supervisor's to mend.
   *
   * @return whether something was done
   */
  public synchronized boolean mend(Wrong wrong) throws IOException, InterruptedException {
    return switch (wrong) {
      case Wrong.Missing _, Wrong.Astray _, Wrong.Unwanted _ -> false;
      case Wrong.Lost _, Wrong.Restless _ -> false;
      case Wrong.Unreadable(Facts.Damaged repository) -> replace(repository.app());
      case Wrong.Stuck(Deploy deploy, DeployState then) -> carryOn(deploy, then);
      case Wrong.Stray(Facts.Branch branch) -> moveBack(branch);
      case Wrong.Leftover(Path file) -> repositories.remove(file);
      case Wrong.Export(DeployId deploy, Path folder) -> {
        Aftermath.remove(folder);
        yield !Files.exists(folder);
      }
      case Wrong.Unused unused -> {
        engine.discard(unused.built().artifact());
        yield true;
      }
      case Wrong.Orphan(AppId app) -> forget(app);
    };
  }

  private boolean carryOn(Deploy deploy, DeployState then) {
    if (queue.owns(DeployId.of(deploy))) {
      return false;
    }
    if (then.equals(deploy.state())) {
      queue.resume(deploy);
      return true;
    }
    try {
      aftermath.takeBack(store.deploys().advance(deploy, then));
    } catch (StaleDeploy e) {
      return false;
    }
    try (DeployOutput output = logs.begin(deploy.app(), deploy.number())) {
      if (then instanceof Failed failed) {
        output.line(" !     Deploy " + deploy.number() + " failed: " + failed.reason());
      }
    }
    return true;
  }

  /** A branch that has moved on meanwhile stays. */
  private boolean moveBack(Facts.Branch branch) throws IOException {
    try (Repository repository = repositories.open(branch.app().toString())) {
      @Nullable String from = branch.stands();
      @Nullable String to = branch.live();
      RepositoryBranch found = new RepositoryBranch(repository, branch.name());
      return from == null ? to != null && found.putBack(to) : found.moveBack(from, to);
    }
  }

  /** What can be had from the copy that is put aside stays there; the next push brings the rest. */
  private boolean replace(AppId app) throws IOException {
    return repositories.damage(app.toString()).isPresent() && repositories.replace(app.toString());
  }

  private boolean forget(AppId app) throws IOException, InterruptedException {
    if (store.apps().find(app).isPresent()) {
      return false;
    }
    logs.forget(app);
    repositories.delete(app.toString());
    engine.forget(app);
    return true;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
