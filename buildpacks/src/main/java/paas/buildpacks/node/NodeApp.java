package paas.buildpacks.node;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Correction;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Procfile;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceTree;

/**
 * Where an app of Node.js lies: a tree of its own, or a package of a workspace.
 *
 * @param source the app's own folder
 * @param json of the app
 * @param tree where its packages are installed and its steps run
 * @param lockJson beside the lock file
 * @param workspace what the packages are installed with
 * @param folder the app's in that tree, "" for all of it
 */
record NodeApp(
    AppSource source,
    PackageJson json,
    SourceTree tree,
    PackageJson lockJson,
    Optional<Workspace> workspace,
    String folder,
    List<String> notices) {
  static NodeApp of(AppSource app) {
    return app.root().isEmpty() ? whole(app) : part(app);
  }

  /** A package of a workspace, unless it has a lock file of its own. */
  private static NodeApp part(AppSource app) {
    PackageJson json = PackageJson.read(app.tree());
    Optional<Workspace> around =
        NodeManagers.allLocks().anyMatch(app.tree()::isFile)
            ? Optional.empty()
            : Workspace.of(app.repository())
                .filter(workspace -> workspace.members().containsKey(app.root()));
    return around
        .map(workspace -> member(app, workspace, app.root(), List.of()))
        .orElseGet(() ->
            new NodeApp(app, json, app.tree(), json, Workspace.of(app.tree()), "", List.of()));
  }

  private static NodeApp member(
      AppSource app, Workspace workspace, String folder, List<String> notices) {
    AppSource own =
        new AppSource(workspace.treeOf(folder), app.corrections(), app.repository(), folder);
    PackageJson json = Objects.requireNonNull(workspace.members().get(folder));
    return new NodeApp(
        own, json, workspace.tree(), workspace.json(), Optional.of(workspace), folder, notices);
  }

  /** The one package that can be started is the app, where the root itself cannot. */
  private static NodeApp whole(AppSource app) {
    PackageJson json = PackageJson.read(app.tree());
    Optional<Workspace> workspace = Workspace.of(app.tree());
    if (workspace.isEmpty() || saysHowToStart(app, json)) {
      return new NodeApp(app, json, app.tree(), json, workspace, "", List.of());
    }
    List<String> startable =
        workspace.get().members().keySet().stream()
            .filter(folder -> canStart(app, workspace.get(), folder))
            .toList();
    if (startable.isEmpty()) {
      return new NodeApp(app, json, app.tree(), json, workspace, "", List.of());
    }
    if (startable.size() > 1) {
      throw new BrokenSource(
          PackageJson.FILE,
          0,
          "names a workspace with several apps: " + String.join(", ", startable),
          "Say which one this is: add a paas.yml with \"root: " + startable.getFirst() + "\".");
    }
    String only = startable.getFirst();
    return member(
        app,
        workspace.get(),
        only,
        List.of(
            only + " is the one package of the workspace that can be started, and is the app."));
  }

  private static boolean saysHowToStart(AppSource app, PackageJson json) {
    return json.script("start").isPresent()
        || json.main().isPresent()
        || isToldHowToStart(app)
        || NodeStart.of(app, json, "npm", Frameworks.of(app.tree(), json, "")).starts();
  }

  /** True where a person has said it, whatever the packages say. */
  static boolean isToldHowToStart(AppSource app) {
    return app.tree().isFile(Procfile.FILE)
        || app.corrections().of(Correction.START).isPresent()
        || app.corrections().of(Correction.STATIC).isPresent();
  }

  private static boolean canStart(AppSource app, Workspace workspace, String folder) {
    NodeApp one = member(app, workspace, folder, List.of());
    Optional<Framework> framework = Frameworks.of(one.source().tree(), one.json(), folder);
    return one.json().script("start").isPresent()
        || framework.filter(f -> f.start().isPresent() || f.site().isPresent()).isPresent();
  }

  boolean isMember() {
    return !folder.isEmpty();
  }

  /** A path of the app, seen from where its steps run. */
  String place(String path) {
    return isMember() ? folder + "/" + path : path;
  }

  StartCommand started(StartCommand command) {
    return isMember() ? command.in(folder) : command;
  }

  /** As a plan says what it covers. */
  BuildPlan covering(BuildPlan plan) {
    return isMember() ? plan.withRoot(BuildPlan.WHOLE_REPOSITORY) : plan;
  }
}
