package paas.buildpacks.node;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Reading;
import paas.buildpacks.language.ToolVersions;
import paas.buildpacks.language.Versions;
import paas.buildpacks.language.Wish;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.SourceTree;

/**
 * The release of Node.js that an app gets.
 *
 * @param localMinimum the oldest that the machine's own may be: an image is chosen, a machine is
 *     given
 */
record NodeVersion(BuildPlan.Version version, String image, String localMinimum) {
  private static final String TOOL = "node";

  static NodeVersion of(AppSource app, PackageJson json, Versions.Line line) {
    Versions.Chosen chosen = line.choose(app, asked(app, json), Reading.SEMVER);
    return new NodeVersion(
        chosen.version(), line.imageOf(chosen.version().version()), chosen.oldest());
  }

  private static Optional<Wish> asked(AppSource app, PackageJson json) {
    return inFiles(app.tree())
        .or(() -> inFiles(app.repository()))
        .or(() -> inEngines(json))
        .or(() ->
            app.root().isEmpty() || !app.repository().isFile(PackageJson.FILE)
                ? Optional.empty()
                : inEngines(PackageJson.read(app.repository())));
  }

  private static Optional<Wish> inEngines(PackageJson json) {
    return json.engine()
        .map(range -> new Wish(range, PackageJson.FILE, 0, "engines \"" + range + "\""));
  }

  private static Optional<Wish> inFiles(SourceTree tree) {
    return Stream.of(".node-version", ".nvmrc")
        .flatMap(file -> Wish.inFile(tree, file).stream())
        .findFirst()
        .or(() ->
            ToolVersions.of(tree, "nodejs", TOOL).map(text -> Wish.in(ToolVersions.FILE, text)));
  }

  /** What a machine needs that builds without images. */
  List<Tool> tools() {
    return List.of(
        Tool.simple(
            TOOL, localMinimum, "Install the Debian package nodejs, or a newer one of nodejs.org."),
        Tool.simple("npm", "8", "Install the Debian package npm."));
  }
}
