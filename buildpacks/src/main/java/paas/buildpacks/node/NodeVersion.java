package paas.buildpacks.node;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.SourceTree;

/**
 * The release of Node.js that an app gets.
 *
 * @param localMinimum the oldest that the machine's own may be: an image is chosen, a machine is
 *     given
 */
record NodeVersion(BuildPlan.Version version, String image, String localMinimum) {
  private static final String TOOL = "node";
  private static final String TOOL_VERSIONS = ".tool-versions";
  private static final Pattern TOOL_LINE = Pattern.compile("nodejs\\s+(\\S+).*|node\\s+(\\S+).*");

  /** What an app asks for, the first place that says something. */
  private record Asked(String file, int line, String range, String source) {}

  static NodeVersion of(AppSource app, PackageJson json, Versions.Line line) {
    return asked(app, json)
        .map(asked -> chosen(asked, line))
        .orElseGet(() ->
            new NodeVersion(
                new BuildPlan.Version(TOOL, line.standard(), "default"),
                line.imageOf(line.standard()),
                line.localMinimum()));
  }

  private static NodeVersion chosen(Asked asked, Versions.Line line) {
    String major = NodeRange.choose(asked.range(), line).orElseThrow(() -> notOffered(asked, line));
    return new NodeVersion(
        new BuildPlan.Version(TOOL, major, asked.source()),
        line.imageOf(major),
        NodeRange.oldest(asked.range(), line).orElse(line.localMinimum()));
  }

  private static Optional<Asked> asked(AppSource app, PackageJson json) {
    SourceTree tree = app.tree();
    return app.corrections()
        .version(TOOL)
        .map(said -> new Asked(said.origin(), said.line(), said.value(), said.origin()))
        .or(() -> inFiles(tree))
        .or(() -> inFiles(app.repository()))
        .or(() -> inEngines(json))
        .or(() ->
            app.root().isEmpty() || !app.repository().isFile(PackageJson.FILE)
                ? Optional.empty()
                : inEngines(PackageJson.read(app.repository())));
  }

  private static Optional<Asked> inEngines(PackageJson json) {
    return json.engine()
        .map(range -> new Asked(PackageJson.FILE, 0, range, "engines \"" + range + "\""));
  }

  private static Optional<Asked> inFiles(SourceTree tree) {
    return Stream.of(".node-version", ".nvmrc")
        .flatMap(file ->
            FirstLine.of(tree, file)
                .map(range -> new Asked(file, 0, range, file + " \"" + range + "\""))
                .stream())
        .findFirst()
        .or(() -> inToolVersions(tree));
  }

  /** The file of asdf and mise: one tool a line. */
  private static Optional<Asked> inToolVersions(SourceTree tree) {
    return tree.read(TOOL_VERSIONS)
        .flatMap(text ->
            text.lines()
                .map(line -> TOOL_LINE.matcher(line.strip()))
                .filter(line -> line.matches())
                .map(line -> line.group(1) == null ? line.group(2) : line.group(1))
                .findFirst())
        .map(range -> new Asked(TOOL_VERSIONS, 0, range, TOOL_VERSIONS + " \"" + range + "\""));
  }

  private static BrokenSource notOffered(Asked asked, Versions.Line line) {
    return new BrokenSource(
        asked.file(),
        asked.line(),
        "asks for Node.js \"" + FirstLine.shown(asked.range()) + "\", which is not offered",
        "Ask for one of " + String.join(", ", line.offered()) + ".");
  }

  /** What a machine needs that builds without images. */
  List<Tool> tools() {
    return List.of(
        Tool.simple(
            TOOL, localMinimum, "Install the Debian package nodejs, or a newer one of nodejs.org."),
        Tool.simple("npm", "8", "Install the Debian package npm."));
  }
}
