package paas.buildpacks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Python apps, installed by pip into an environment of their own. */
final class PythonProvider implements Provider {
  private static final String REQUIREMENTS = "requirements.txt";
  private static final List<String> SCRIPTS =
      List.of("manage.py", "main.py", "app.py", "server.py", "wsgi.py", "asgi.py");
  private static final Pattern ASKED =
      Pattern.compile("(?:python-?|cpython-?)?(\\d{1,2}(?:\\.\\d{1,3}){0,2})");
  private static final BuildStep.Cache PIP = new BuildStep.Cache("pip", "PIP_CACHE_DIR");

  private final Versions.Line line;
  private final List<String> evidence;

  private PythonProvider(Versions versions, List<String> evidence) {
    line = versions.of("python");
    this.evidence = evidence;
  }

  static PythonProvider withRequirements(Versions versions) {
    return new PythonProvider(versions, List.of(REQUIREMENTS));
  }

  /** Without requirements a script's usual name is the evidence; it is weaker. */
  static PythonProvider withScript(Versions versions) {
    return new PythonProvider(versions, SCRIPTS);
  }

  @Override
  public String language() {
    return "Python";
  }

  @Override
  public String looksFor() {
    return String.join(", ", evidence) + " (Python)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return evidence.stream().filter(tree::isFile).findFirst();
  }

  @Override
  public String startRemedy() {
    return "Name the app's file main.py or app.py, or add a Procfile with \"web: COMMAND\".";
  }

  @Override
  public BuildPlan plan(SourceTree tree, String evidence) {
    Requirements requirements = Requirements.read(tree, REQUIREMENTS);
    var notices = new ArrayList<String>();
    Optional<StartCommand> web = new PythonStart(tree, requirements, notices).find();
    BuildPlan.Version version = version(tree);
    String image = line.imageOf(version.version());
    BuildStep install = install(requirements);
    var recipe =
        new Recipe(
            image,
            image,
            List.of(install),
            Map.of(
                "PIP_DISABLE_PIP_VERSION_CHECK", "1",
                "PIP_NO_INPUT", "1",
                "PIP_PROGRESS_BAR", "off"),
            // The proxy is the only one that reaches the app: what it forwards is true.
            Map.of("PYTHONUNBUFFERED", "1", "FORWARDED_ALLOW_IPS", "*"),
            List.of(".venv/bin"),
            List.of(install.needsWholeTree() ? Recipe.WHOLE_TREE : ".venv"),
            List.of(),
            List.of(tool(version)));
    return new BuildPlan(
        language(),
        evidence,
        List.of(version),
        recipe,
        web.<Map<String, StartCommand>>map(w -> Map.of("web", w)).orElse(Map.of()),
        null,
        null,
        notices);
  }

  private static BuildStep install(Requirements requirements) {
    if (requirements.isEmpty()) {
      return new BuildStep(
          "python environment",
          List.of(),
          List.of(List.of("python3", "-m", "venv", "--without-pip", ".venv")),
          List.of(),
          List.of(".venv"));
    }
    return new BuildStep(
        "pip install",
        requirements.readsTree() ? List.of(Recipe.WHOLE_TREE) : requirements.files(),
        List.of(
            List.of("python3", "-m", "venv", ".venv"),
            List.of(".venv/bin/pip", "install", "-r", REQUIREMENTS)),
        List.of(PIP),
        List.of(".venv"));
  }

  private BuildPlan.Version version(SourceTree tree) {
    for (String file : List.of(".python-version", "runtime.txt")) {
      Optional<String> asked = FirstLine.of(tree, file);
      if (asked.isPresent()) {
        return new BuildPlan.Version(
            "python", offered(file, asked.get()), file + " \"" + asked.get() + "\"");
      }
    }
    return new BuildPlan.Version("python", line.standard(), "default");
  }

  private String offered(String file, String asked) {
    Matcher matcher = ASKED.matcher(asked);
    String version = matcher.matches() ? twoParts(matcher.group(1)) : "";
    if (version.equals("3")) {
      return line.standard();
    }
    if (line.offered().contains(version)) {
      return version;
    }
    throw new BrokenSource(
        file,
        0,
        "asks for Python \"" + FirstLine.shown(asked) + "\", which is not offered",
        "Ask for one of " + String.join(", ", line.offered()) + ".");
  }

  private static String twoParts(String version) {
    return Stream.of(version.split("\\.")).limit(2).reduce((a, b) -> a + "." + b).orElse("");
  }

  private Tool tool(BuildPlan.Version version) {
    boolean asked = !version.source().equals("default");
    return new Tool(
        "python3",
        asked ? List.of("python" + version.version(), "python3") : List.of("python3"),
        List.of("-c", "import ensurepip, platform, venv; print(platform.python_version())"),
        asked ? version.version() : line.localMinimum(),
        "Install the Debian packages python3 and python3-venv.");
  }
}
