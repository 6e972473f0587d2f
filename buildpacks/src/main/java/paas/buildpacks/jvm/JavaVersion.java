package paas.buildpacks.jvm;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.DottedNumber;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.SourceTree;

/**
 * The Java that an app gets: a newer one runs what was written for an older, so what it asks for is
 * a floor.
 *
 * @param oldest that a machine's own may be
 */
record JavaVersion(BuildPlan.Version version, String oldest) {
  private static final Pattern NUMBER =
      Pattern.compile("(?:[a-z]+-)?(?:1\\.)?(\\d{1,3})(?:[.+_-][0-9A-Za-z.+_-]{0,30})?");
  private static final Pattern PROPERTY =
      Pattern.compile("(?m)^[ \\t]*java\\.runtime\\.version[ \\t]*[=:][ \\t]*(\\S+)[ \\t]*$");

  /** A wish, and where it stands. */
  record Asked(String file, String text) {}

  /**
   * What the tree asks for.
   *
   * @param inBuild what the app's build file says, where it has one
   */
  static JavaVersion of(SourceTree tree, Versions.Line line, Optional<Asked> inBuild) {
    return FirstLine.of(tree, ".java-version")
        .map(text -> new Asked(".java-version", text))
        .or(() -> property(tree))
        .or(() -> inBuild)
        .map(asked -> of(asked, line))
        .orElseGet(() ->
            new JavaVersion(
                new BuildPlan.Version("java", line.standard(), "default"), line.localMinimum()));
  }

  private static Optional<Asked> property(SourceTree tree) {
    return tree.read("system.properties")
        .map(PROPERTY::matcher)
        .filter(Matcher::find)
        .map(found -> new Asked("system.properties", found.group(1)));
  }

  private static JavaVersion of(Asked asked, Versions.Line line) {
    Matcher number = NUMBER.matcher(asked.text().strip());
    String floor = number.matches() ? number.group(1) : "";
    Optional<String> chosen =
        floor.isEmpty()
            ? Optional.empty()
            : line.offered().stream().filter(v -> DottedNumber.compare(v, floor) >= 0).findFirst();
    String shown = "\"" + FirstLine.shown(asked.text()) + "\"";
    return chosen
        .map(version ->
            new JavaVersion(
                new BuildPlan.Version("java", version, asked.file() + " " + shown),
                DottedNumber.compare(floor, line.localMinimum()) < 0 ? line.localMinimum() : floor))
        .orElseThrow(() ->
            new BrokenSource(
                asked.file(),
                0,
                "asks for Java " + shown + ", which is not offered",
                "Ask for one of " + String.join(", ", line.offered()) + "."));
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
