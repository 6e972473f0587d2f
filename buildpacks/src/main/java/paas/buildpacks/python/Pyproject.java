package paas.buildpacks.python;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceTree;

/**
 * What a pyproject.toml says that matters to a build.
 *
 * @param dependencies one requirement each
 * @param isPackage true if the project itself is installed, and not only what it depends on
 * @param scripts programs that installing it makes
 */
record Pyproject(
    Optional<String> name,
    Optional<String> requiresPython,
    List<String> dependencies,
    boolean isPackage,
    boolean readsTree,
    List<String> scripts) {
  static final String FILE = "pyproject.toml";

  private static final Pattern PROJECT =
      Pattern.compile("(?m)^[ \\t]*\\[(?:project|tool\\.poetry)][ \\t]*(?:#.*)?$");
  private static final Pattern LOCAL = Pattern.compile("(?s).*@\\s*file:.*");
  private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

  /** True if there is one that describes an app, and not only settings of tools. */
  static boolean describesApp(SourceTree tree) {
    try {
      return PROJECT.matcher(tree.read(FILE).orElse("")).find();
    } catch (BrokenSource e) {
      return true; // to be told when it is read in earnest
    }
  }

  static Pyproject read(SourceTree tree) {
    JsonNode root = Json.toml(FILE, tree.read(FILE).orElseThrow());
    JsonNode project = Json.child(FILE, root, "project");
    JsonNode tools = Json.child(FILE, root, "tool");
    if (project.isMissingNode() && tools.has("poetry")) {
      throw new BrokenSource(
          FILE,
          0,
          "names its packages for Poetry alone",
          "Add a [project] table, as Poetry 2 writes it, or a requirements.txt by \"poetry"
              + " export\".");
    }
    JsonNode uv = Json.child(FILE, tools, "uv");
    return new Pyproject(
        Optional.ofNullable(Json.text(FILE, project, "name")),
        Optional.ofNullable(Json.text(FILE, project, "requires-python")),
        requirements(project.path("dependencies")),
        root.has("build-system")
            ? uv.path("package").asBoolean(true)
            : uv.path("package").asBoolean(),
        uv.has("sources") || uv.has("workspace"),
        scripts(Json.child(FILE, project, "scripts")));
  }

  /** True if installing reads more than the files that name the packages. */
  boolean needsTree() {
    return isPackage
        || readsTree
        || dependencies.stream().anyMatch(d -> LOCAL.matcher(d).matches());
  }

  /** The program that the project names for itself: the only one, or the one of its own name. */
  Optional<StartCommand> script() {
    Optional<String> chosen =
        scripts.size() == 1 ? Optional.of(scripts.getFirst()) : name.filter(scripts::contains);
    return chosen
        .filter(script -> isPackage && PROGRAM.matcher(script).matches())
        .map(script -> new StartCommand(script, "project.scripts"));
  }

  private static List<String> scripts(JsonNode table) {
    var names = new ArrayList<String>();
    table.fieldNames().forEachRemaining(names::add);
    return List.copyOf(names);
  }

  private static List<String> requirements(JsonNode array) {
    if (!array.isMissingNode() && !array.isArray()) {
      throw notAList();
    }
    var found = new ArrayList<String>();
    for (JsonNode item : array) {
      String text = item.asText().strip();
      if (!item.isTextual()
          || !Character.isLetterOrDigit(text.isEmpty() ? '-' : text.charAt(0))
          || text.chars().anyMatch(Character::isISOControl)) {
        throw notAList();
      }
      found.add(text);
    }
    return List.copyOf(found);
  }

  private static BrokenSource notAList() {
    return new BrokenSource(
        FILE,
        0,
        "has \"dependencies\" that are not a list of requirements",
        "Write them as [\"flask>=3\", \"gunicorn\"].");
  }
}
