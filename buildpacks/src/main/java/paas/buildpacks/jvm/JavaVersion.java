package paas.buildpacks.jvm;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Reading;
import paas.buildpacks.language.ToolVersions;
import paas.buildpacks.language.Versions;
import paas.buildpacks.language.Wish;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.SourceTree;

/**
 * The Java that an app gets: a newer one runs what was written for an older, so what it asks for is
 * a floor.
 *
 * @param oldest that a machine's own may be
 */
record JavaVersion(BuildPlan.Version version, String oldest) {
  private static final Pattern PROPERTY =
      Pattern.compile("(?m)^[ \\t]*java\\.runtime\\.version[ \\t]*[=:][ \\t]*(\\S+)[ \\t]*$");

  private static final Pattern SDKMAN =
      Pattern.compile("(?m)^[ \\t]*java[ \\t]*=[ \\t]*(\\S+)[ \\t]*$");

  /**
   * What people ask for.
   *
   * @param inBuild what the app's build file says, where it has one
   */
  static JavaVersion of(AppSource app, Versions.Line line, Optional<Wish> inBuild) {
    return chosen(line.choose(app, inFiles(app.tree()).or(() -> inBuild), Reading.AT_LEAST));
  }

  /** The one that a toolchain names: its tool takes no other. */
  static JavaVersion exactly(AppSource app, Versions.Line line, Wish toolchain) {
    return chosen(line.choose(app, Optional.of(toolchain), Reading.SEMVER));
  }

  private static JavaVersion chosen(Versions.Chosen chosen) {
    return new JavaVersion(chosen.version(), chosen.oldest());
  }

  private static Optional<Wish> inFiles(SourceTree tree) {
    return Wish.inFile(tree, ".java-version")
        .or(() -> property(tree, "system.properties", PROPERTY))
        .or(() -> ToolVersions.of(tree, "java").map(v -> Wish.in(ToolVersions.FILE, v)))
        .or(() -> property(tree, ".sdkmanrc", SDKMAN));
  }

  private static Optional<Wish> property(SourceTree tree, String file, Pattern pattern) {
    return tree.read(file)
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(found -> Wish.in(file, found.group(1)));
  }

  /** What a machine needs to run Java. */
  Tool java() {
    return tool("java");
  }

  /** What a machine needs to compile Java. */
  Tool javac() {
    return tool("javac");
  }

  private Tool tool(String name) {
    return new Tool(
        name,
        List.of(name),
        List.of("--version"),
        oldest,
        "Install the Debian package openjdk-17-jdk-headless, or a newer JDK of adoptium.net.");
  }
}
