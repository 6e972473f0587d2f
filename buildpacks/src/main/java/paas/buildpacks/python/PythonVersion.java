package paas.buildpacks.python;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.SourceTree;

/**
 * The Python that an app gets.
 *
 * @param oldest that the app runs on, for a machine that has one of its own
 */
record PythonVersion(BuildPlan.Version version, String oldest) {
  private static final List<String> FILES = List.of(".python-version", "runtime.txt");
  private static final Pattern ASKED =
      Pattern.compile("(?:python-?|cpython-?)?(\\d{1,2}(?:\\.\\d{1,3}){0,2})");
  private static final Pattern CLAUSE =
      Pattern.compile("(>=|<=|==|~=|!=|>|<)\\s*(\\d{1,3})(?:\\.(\\d{1,3}))?(?:\\.(\\d{1,3}|\\*))?");

  /**
   * What the tree asks for.
   *
   * @param requires requires-python of pyproject.toml
   */
  static PythonVersion of(SourceTree tree, Versions.Line line, Optional<String> requires) {
    for (String file : FILES) {
      Optional<String> asked = FirstLine.of(tree, file);
      if (asked.isPresent()) {
        String version = offered(file, asked.get(), line);
        return new PythonVersion(
            new BuildPlan.Version("python", version, file + " \"" + asked.get() + "\""), version);
      }
    }
    return requires
        .map(range -> ofRange(range, line))
        .orElseGet(() ->
            new PythonVersion(
                new BuildPlan.Version("python", line.standard(), "default"), line.localMinimum()));
  }

  Tool tool() {
    boolean asked = !version.source().equals("default");
    return new Tool(
        "python3",
        asked ? List.of("python" + version.version(), "python3") : List.of("python3"),
        List.of("-c", "import ensurepip, platform, venv; print(platform.python_version())"),
        oldest,
        "Install the Debian packages python3 and python3-venv.");
  }

  private static PythonVersion ofRange(String range, Versions.Line line) {
    List<String> allowed = line.offered().stream().filter(v -> allows(range, v)).toList();
    if (allowed.isEmpty()) {
      throw notOffered(Pyproject.FILE, range, line);
    }
    String chosen = allowed.contains(line.standard()) ? line.standard() : allowed.getLast();
    String source = "requires-python \"" + FirstLine.shown(range) + "\"";
    return new PythonVersion(new BuildPlan.Version("python", chosen, source), allowed.getFirst());
  }

  private static boolean allows(String range, String offered) {
    int minor = Integer.parseInt(offered.substring(offered.indexOf('.') + 1));
    return Stream.of(range.split(",", -1))
        .map(String::strip)
        .allMatch(part -> allowsOne(part, minor));
  }

  /** Seen by the two numbers that name an image, which holds the newest of its line. */
  private static boolean allowsOne(String part, int minor) {
    Matcher clause = CLAUSE.matcher(part);
    if (!clause.matches()) {
      return false;
    }
    int order = Integer.compare(3, Integer.parseInt(clause.group(2)));
    boolean exact = clause.group(3) != null;
    if (order == 0 && exact && !"*".equals(clause.group(3))) {
      order = Integer.compare(minor, Integer.parseInt(clause.group(3)));
    }
    return switch (clause.group(1)) {
      case ">=" -> order >= 0;
      case ">" -> order > 0 || (order == 0 && exact);
      case "<" -> order < 0;
      case "<=" -> order < 0 || (order == 0 && !exact);
      case "~=" -> clause.group(4) != null ? order == 0 : order >= 0;
      case "!=" -> order != 0 || (clause.group(4) != null && !clause.group(4).equals("*"));
      default -> order == 0;
    };
  }

  private static String offered(String file, String asked, Versions.Line line) {
    Matcher matcher = ASKED.matcher(asked);
    String version = matcher.matches() ? twoParts(matcher.group(1)) : "";
    if (version.equals("3")) {
      return line.standard();
    }
    if (line.offered().contains(version)) {
      return version;
    }
    throw notOffered(file, asked, line);
  }

  private static BrokenSource notOffered(String file, String asked, Versions.Line line) {
    return new BrokenSource(
        file,
        0,
        "asks for Python \"" + FirstLine.shown(asked) + "\", which is not offered",
        "Ask for one of " + String.join(", ", line.offered()) + ".");
  }

  private static String twoParts(String version) {
    return Stream.of(version.split("\\.")).limit(2).reduce((a, b) -> a + "." + b).orElse("");
  }
}
