package paas.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Wishes;
import paas.engine.Engine;
import paas.model.App;
import paas.model.Deploy;
import paas.model.Formation;
import paas.model.ProcessType;
import paas.model.Release;
import paas.store.NewRelease;
import paas.store.Store;

/** Writes the release that a deploy is about: from what was built, or from an older release. */
final class ReleaseStep {
  private final Store store;
  private final Engine engine;

  ReleaseStep(Store store, Engine engine) {
    this.store = store;
    this.engine = engine;
  }

  Release write(Work work) throws DeployFailed {
    Deploy deploy = work.deploy;
    App app = store.apps().find(deploy.app()).orElseThrow();
    Release source = deploy.cause().builds() ? null : source(deploy, app);
    Release release =
        store.releases().add(source == null ? built(work, app) : again(deploy, app, source));
    work.log.released(release, idle(release), vanished(app, release));
    return release;
  }

  private Release source(Deploy deploy, App app) throws DeployFailed {
    // Asked now: a push that was under way when this was wished for may have gone live since.
    Integer version = deploy.cause() == Deploy.Cause.ROLLBACK ? deploy.source() : app.liveRelease();
    Release source =
        version == null ? null : store.releases().find(deploy.app(), version).orElse(null);
    if (source == null) {
      throw new DeployFailed("there is no release to run", "Push the app first.");
    }
    if (!engine.has(source.artifact())) {
      throw new DeployFailed(
          "what " + source.label() + " was built into is no longer there",
          "Push the app again, or roll back to a newer release.");
    }
    return source;
  }

  private NewRelease built(Work work, App app) {
    BuildPlan plan = work.plan();
    Map<ProcessType, String> commands = new TreeMap<>();
    plan.processes()
        .forEach((type, start) -> commands.put(new ProcessType(type), text(start.command())));
    Deploy deploy = work.deploy;
    return new NewRelease(
        app.id(),
        deploy.number(),
        work.artifact(),
        commands,
        app.configVersion(),
        formation(asked(app, plan), commands),
        deploy.commit(),
        plan.language(),
        plan.healthPath(),
        plan.exposedPort(),
        work.options.message().orElseGet(() -> description(deploy)),
        deploy.actor(),
        work.bill);
  }

  /** What app.json says counts for the first deploy only; what was scaled counts more. */
  private static Formation asked(App app, BuildPlan plan) {
    Wishes wishes = plan.wishes();
    if (wishes == null || app.liveRelease() != null) {
      return app.formation();
    }
    Map<ProcessType, Integer> counts = new TreeMap<>();
    wishes.counts().forEach((type, count) -> counts.put(new ProcessType(type), count));
    return new Formation(counts).with(app.formation().counts());
  }

  private static NewRelease again(Deploy deploy, App app, Release source) {
    boolean whole = deploy.cause() == Deploy.Cause.ROLLBACK;
    return new NewRelease(
        app.id(),
        deploy.number(),
        source.artifact(),
        source.commands(),
        whole ? source.configVersion() : app.configVersion(),
        whole ? source.formation() : formation(app.formation(), source.commands()),
        source.commit(),
        source.language(),
        source.healthPath(),
        source.portHint(),
        description(deploy),
        deploy.actor(),
        null);
  }

  /** The wanted counts, for the types that there are; a new {@code web} starts at 1. */
  static Formation formation(Formation wanted, Map<ProcessType, String> commands) {
    Map<ProcessType, Integer> counts = new TreeMap<>();
    commands
        .keySet()
        .forEach(type -> {
          int first = type.equals(ProcessType.WEB) ? 1 : 0;
          counts.put(type, wanted.counts().getOrDefault(type, first));
        });
    counts.keySet().removeIf(ProcessType::isDeployCommand);
    return new Formation(counts);
  }

  private static Map<ProcessType, String> idle(Release release) {
    Map<ProcessType, String> idle = new TreeMap<>(release.commands());
    idle.keySet().removeIf(type -> release.formation().count(type) > 0 || type.isDeployCommand());
    return idle;
  }

  private List<ProcessType> vanished(App app, Release release) {
    Integer live = app.liveRelease();
    List<ProcessType> vanished = new ArrayList<>();
    if (live != null) {
      Formation before = store.releases().find(app.id(), live).orElseThrow().formation();
      before.counts().keySet().stream()
          .filter(type -> before.count(type) > 0 && !release.commands().containsKey(type))
          .forEach(vanished::add);
    }
    return vanished;
  }

  private static String description(Deploy deploy) {
    String commit = deploy.commit();
    String at = commit == null ? "" : " " + commit.substring(0, Math.min(8, commit.length()));
    return switch (deploy.cause()) {
      case PUSH -> "Deploy" + at;
      case CANARY -> "Canary" + at;
      case REBUILD -> "Rebuild" + at;
      case CONFIG -> "Set config";
      case SCALE -> "Scale";
      case ROLLBACK -> "Rollback to " + Release.label(version(deploy));
      case RESTART, START, PROMOTE ->
          throw new IllegalStateException("a restart writes no release");
    };
  }

  private static int version(Deploy deploy) {
    Integer source = deploy.source();
    return source == null ? 0 : source;
  }

  private static String text(@Nullable String command) {
    return command == null ? "" : command;
  }
}
