package paas.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import paas.engine.Built;
import paas.engine.InstanceState;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Deploy;
import paas.model.InstanceName;
import paas.model.Release;
import paas.store.InstanceRow;

/** What was seen in one look: what is wanted beside what is there. */
public sealed interface Facts {

  /**
   * What runs.
   *
   * @param wanted by the store
   * @param standing by, so that each is to be there and to stand still
   * @param present what the engine knows of, running or ended
   * @param routes where the proxy sends the requests of an instance, as {@code host:port}
   * @param busy apps whose processes are a deploy's or a stop's now
   * @param asleep apps whose processes are to stand still
   */
  record Processes(
      List<InstanceRow> wanted,
      Set<InstanceName> standing,
      Map<InstanceName, InstanceState> present,
      Map<InstanceName, String> routes,
      Set<AppId> busy,
      Set<AppId> asleep)
      implements Facts {}

  /**
   * Deploys that have not ended.
   *
   * @param owned those that wait or run in the queue
   */
  record Deploys(List<Deploy> unfinished, Set<DeployId> owned) implements Facts {}

  /**
   * Trees that were exported for builds.
   *
   * @param owned deploys that wait or run in the queue
   */
  record Exports(Map<DeployId, Path> folders, Set<DeployId> owned) implements Facts {}

  /**
   * What builds have made.
   *
   * @param released deploys that have written a release
   * @param live what is live, by the names of its apps
   * @param owned deploys that wait or run in the queue
   */
  record Builds(
      List<Built> built, Set<DeployId> released, Map<AppName, Release> live, Set<DeployId> owned)
      implements Facts {}

  /**
   * Branches of apps to which no push and in which no deploy is under way.
   *
   * @param damaged repositories that cannot be read
   */
  record Branches(List<Branch> branches, List<Damaged> damaged) implements Facts {}

  /** The repository of an app, and what is the matter with it, as the end of a sentence. */
  record Damaged(AppId app, AppName name, String why) {}

  /**
   * One branch.
   *
   * @param stands the commit it is at; null when there is no such branch
   * @param live the commit it must be at; null when it must not be there
   */
  record Branch(AppId app, String name, @Nullable String stands, @Nullable String live) {}

  /**
   * What lies in the repositories.
   *
   * @param leftovers locks and half packs that no push under way owns
   * @param orphans repositories of apps that the store does not know
   * @param damaged those that cannot be relied on
   */
  record Repositories(List<Path> leftovers, List<AppId> orphans, List<Damaged> damaged)
      implements Facts {}
}
