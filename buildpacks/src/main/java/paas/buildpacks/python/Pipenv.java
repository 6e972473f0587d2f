package paas.buildpacks.python;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceTree;

/** Pipenv, by its Pipfile. */
record Pipenv(String standard) implements PythonManager {
  private static final String FILE = "Pipfile";
  private static final String LOCK = "Pipfile.lock";
  private static final BuildStep.Cache CACHE = new BuildStep.Cache("pipenv", "PIPENV_CACHE_DIR");
  private static final List<String> LOCAL = List.of("path", "file", "editable");
  private static final Map<String, String> ENV =
      Map.of(
          "PIPENV_IGNORE_VIRTUALENVS", "1",
          "PIPENV_NOSPIN", "1",
          "PIPENV_VENV_IN_PROJECT", "1",
          "PIPENV_YES", "1");

  @Override
  public String name() {
    return "pipenv";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return tree.isFile(FILE) ? Optional.of(tree.isFile(LOCK) ? LOCK : FILE) : Optional.empty();
  }

  @Override
  public PythonPackages packages(SourceTree tree, Optional<String> tool) {
    JsonNode root = Json.toml(FILE, tree.read(FILE).orElseThrow());
    tree.read(LOCK).ifPresent(text -> Json.object(LOCK, text));
    JsonNode packages = Json.child(FILE, root, "packages");
    boolean locked = tree.isFile(LOCK);
    List<String> arguments =
        locked ? List.of("install", "--deploy") : List.of("install", "--skip-lock");
    List<String> needs = BroughtManager.needs(tree, readsTree(packages), FILE, LOCK);
    List<BuildStep.Cache> caches = List.of(CACHE, PythonBuild.PIP);
    var install = new BroughtManager.Install(arguments, needs, caches, false);
    return PythonPackages.of(
            Requirements.of(named(packages)),
            FILE,
            new BroughtManager(name(), tool.orElse(standard)).steps(install))
        .asking(python(Json.child(FILE, root, "requires")))
        .withBuildEnv(ENV)
        .telling(
            locked
                ? List.of()
                : List.of(
                    "There is no Pipfile.lock: what is installed may differ from build to build."
                        + " Run \"pipenv lock\" and commit it."));
  }

  private static Optional<PythonVersion.Asked> python(JsonNode requires) {
    @Nullable String full = Json.text(FILE, requires, "python_full_version");
    @Nullable String asked = full == null ? Json.text(FILE, requires, "python_version") : full;
    return Optional.ofNullable(asked)
        .filter(version -> !version.equals("*"))
        .map(version -> PythonVersion.Asked.range(FILE, "==" + twoParts(version), FILE, version));
  }

  private static String twoParts(String version) {
    return Stream.of(version.split("\\.")).limit(2).reduce((a, b) -> a + "." + b).orElse("");
  }

  private static List<String> named(JsonNode packages) {
    var names = new ArrayList<String>();
    packages
        .properties()
        .forEach(entry -> {
          names.add(entry.getKey());
          entry
              .getValue()
              .path("extras")
              .forEach(extra -> names.add(entry.getKey() + "[" + extra.asText() + "]"));
        });
    return names;
  }

  private static boolean readsTree(JsonNode packages) {
    return packages.properties().stream()
        .map(Map.Entry::getValue)
        .anyMatch(value -> LOCAL.stream().anyMatch(value::has));
  }
}
