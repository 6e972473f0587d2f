package paas.deploy;

import java.io.IOException;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.EngineUnavailable;
import paas.hooks.Repositories;
import paas.hooks.RepositoryBranch;
import paas.logs.DeployOutput;
import paas.logs.LogStore;
import paas.model.App;
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

  private final Store store;
  private final LogStore logs;
  private final Repositories repositories;
  private final DeployQueue queue;
  private final Aftermath aftermath;

  Recovery(
      Store store,
      LogStore logs,
      Repositories repositories,
      DeployQueue queue,
      Aftermath aftermath) {
    this.store = store;
    this.logs = logs;
    this.repositories = repositories;
    this.queue = queue;
    this.aftermath = aftermath;
  }

  /** To be called once, before the first push is let in. */
  public void run() throws IOException, InterruptedException {
    repositories.sweep();
    for (Deploy deploy : store.deploys().unfinished()) {
      DeployState state = Transitions.recovered(deploy.state());
      if (state.equals(deploy.state())) {
        queue.resume(deploy);
      } else {
        end(deploy, state);
      }
    }
    for (App app : store.apps().list()) {
      restoreBranch(app);
    }
  }

  private void end(Deploy deploy, DeployState state) throws InterruptedException {
    Deploy ended = store.deploys().advance(deploy, state);
    try (DeployOutput output = logs.begin(deploy.app(), deploy.number())) {
      if (state instanceof Failed failed) {
        output.line(" !     Deploy " + deploy.number() + " failed: " + failed.reason());
      }
    }
    try {
      aftermath.undo(ended);
    } catch (EngineUnavailable e) {
      log.warn("left for the next sweep: {}", e.getMessage());
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
