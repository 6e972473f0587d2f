package paas.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.hooks.Repositories;
import paas.hooks.RepositoryBranch;
import paas.logs.DeployOutput;
import paas.logs.LogStore;
import paas.model.App;
import paas.model.AppId;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.DeployState.Failed;
import paas.store.Store;

/**
 * At start: deploys that a former server left under way are ended or carried on by the same table
 * as ever, and branches stand at what is live.
 */
public final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private static final FileAttribute<Set<PosixFilePermission>> OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Store store;
  private final LogStore logs;
  private final Repositories repositories;
  private final DeployQueue queue;
  private final Aftermath aftermath;
  private final Path buildFolder;

  Recovery(
      Store store,
      LogStore logs,
      Repositories repositories,
      DeployQueue queue,
      Aftermath aftermath,
      Path buildFolder) {
    this.store = store;
    this.logs = logs;
    this.repositories = repositories;
    this.queue = queue;
    this.aftermath = aftermath;
    this.buildFolder = buildFolder;
  }

  /**
   * To be called once, before the first push is let in. Processes that it leaves unwanted are ended
   * by the first sweep. The trouble of one app does not keep the others waiting.
   */
  public void run() {
    sweep();
    for (Deploy deploy : store.deploys().unfinished()) {
      guarded(deploy.app(), () -> recover(deploy));
    }
    for (App app : store.apps().list()) {
      guarded(app.id(), () -> restoreBranch(app));
    }
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

  private void recover(Deploy deploy) {
    DeployState state = Transitions.recovered(deploy.state());
    if (state.equals(deploy.state())) {
      queue.resume(deploy);
    } else {
      end(deploy, state);
    }
  }

  private void end(Deploy deploy, DeployState state) {
    aftermath.takeBack(store.deploys().advance(deploy, state));
    try (DeployOutput output = logs.begin(deploy.app(), deploy.number())) {
      if (state instanceof Failed failed) {
        output.line(" !     Deploy " + deploy.number() + " failed: " + failed.reason());
      }
    }
  }

  private interface Step {
    void take() throws IOException;
  }

  private static void guarded(AppId app, Step step) {
    try {
      step.take();
    } catch (IOException | RuntimeException e) {
      log.error("{} could not be recovered", app, e);
    }
  }

  /**
   * A branch must never stand at a commit that is not live: the same push could not be repeated.
   */
  private void restoreBranch(App app) throws IOException {
    String branch = app.deployBranch();
    if (branch != null && queue.current(app.id()).isEmpty()) {
      try (Repository repository = repositories.open(app.id().toString())) {
        RepositoryBranch found = new RepositoryBranch(repository, branch);
        String stands = found.commit();
        String live = store.deploys().lastLiveCommit(app.id()).orElse(null);
        if (stands != null && !stands.equals(live)) {
          found.moveBack(stands, live);
        }
      }
    }
  }
}
