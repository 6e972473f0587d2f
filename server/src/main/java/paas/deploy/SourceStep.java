package paas.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import paas.buildpacks.Detector;
import paas.buildpacks.heroku.PackWish;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Detection;
import paas.disk.Floor;
import paas.hooks.CommitTree;
import paas.hooks.ExportLimits;
import paas.hooks.ExportRefused;
import paas.hooks.Repositories;
import paas.hooks.TreeExport;
import paas.model.App;
import paas.store.Store;

/** From a commit to a folder of files and a plan. */
final class SourceStep {
  private final Repositories repositories;
  private final ExportLimits limits;
  private final Floor floor;
  private final Store store;
  private final PackWish packs;
  private final Detector detector = Detector.standard();

  SourceStep(Repositories repositories, DeploySettings settings, Store store) {
    this.repositories = repositories;
    this.limits = settings.export();
    this.floor = settings.floor();
    this.packs = settings.packs();
    this.store = store;
  }

  /** Neither the tree nor the build that follows may fill the disk. */
  void export(Work work, String commit) throws DeployFailed, IOException {
    Optional<String> shortage = floor.shortage();
    if (shortage.isPresent()) {
      throw new DeployFailed(shortage.get(), Floor.remedy());
    }
    long room = floor.above();
    String id = work.app.id().toString();
    try (Repositories.Use _ = repositories.use(id);
        Repository repository = repositories.open(id)) {
      Aftermath.remove(work.source);
      TreeExport.export(repository, commit, work.source, within(room), repositories.work())
          .findings()
          .forEach(finding -> work.log.warning(finding.sentence(), ""));
    } catch (ExportRefused e) {
      String advice = room < limits.totalBytes() ? "That is all the room that the disk has." : "";
      throw new DeployFailed(String.valueOf(e.getMessage()), advice);
    }
  }

  private ExportLimits within(long room) {
    return new ExportLimits(
        limits.entries(),
        limits.depth(),
        limits.pathBytes(),
        Math.clamp(room, 1, limits.totalBytes()),
        limits.fileBytes());
  }

  /** The folder of an exported tree in which a plan is built. */
  static Path folder(Path source, BuildPlan plan) {
    return plan.root().isEmpty() ? source : source.resolve(plan.root());
  }

  /** The paths of a commit of which a change concerns the app; empty for all. */
  List<String> watched(App app, String commit, Map<String, String> config) throws IOException {
    try (Repository repository = repositories.open(app.id().toString());
        CommitTree tree = CommitTree.of(repository, commit)) {
      return detector.watched(new CommitSource(tree), app.name().value(), config);
    }
  }

  /** A file of the app's folder, as a commit has it. */
  String text(App app, String commit, BuildPlan plan, String path) throws IOException {
    try (Repository repository = repositories.open(app.id().toString());
        CommitTree tree = CommitTree.of(repository, commit)) {
      String whole = plan.root().isEmpty() ? path : plan.root() + "/" + path;
      return new CommitSource(tree).read(whole).orElse("");
    }
  }

  BuildPlan detect(App app, String commit, Map<String, String> config)
      throws DeployFailed, IOException {
    try (Repository repository = repositories.open(app.id().toString());
        CommitTree tree = CommitTree.of(repository, commit)) {
      return switch (detector.detect(
          new CommitSource(tree),
          app.name().value(),
          config,
          packs.of(store.packs().of(app.id())))) {
        case Detection.Detected(BuildPlan plan) -> plan;
        case Detection.Nothing(List<String> lookedFor, List<String> nearMisses) ->
            throw new DeployFailed(
                "no language was recognised",
                Stream.of(
                        nearMisses.stream(),
                        Stream.of(
                            "Looked for: " + String.join(", ", lookedFor),
                            "Add one of them, a Procfile, or a Dockerfile."))
                    .flatMap(advice -> advice)
                    .toList(),
                List.of());
        case Detection.Broken(String file, int line, String problem, String remedy) ->
            throw new DeployFailed(
                file + (line > 0 ? " line " + line : "") + " " + problem, remedy);
      };
    }
  }
}
