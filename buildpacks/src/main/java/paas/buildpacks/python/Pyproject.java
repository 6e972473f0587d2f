package paas.buildpacks.python;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceTree;

/**
 * What a pyproject.toml says that matters to a build, in [project] or in Poetry's own tables.
 *
 * @param dependencies one requirement each
 * @param isPackage true if the project itself is installed, and not only what it depends on
 * @param readsTree true if installing what it depends on reads more than the files that name it
 * @param scripts programs that installing it makes
 */
record Pyproject(
    Optional<String> name,
    Optional<PythonVersion.Asked> python,
    List<String> dependencies,
    boolean isPackage,
    boolean readsTree,
    List<String> scripts) {
  static final String FILE = "pyproject.toml";

  private static final Pattern LOCAL = Pattern.compile("(?s).*@\\s*file:.*");
  private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

  /** True if there is one with a table, or if that is to be told when it is read in earnest. */
  static boolean hasTable(SourceTree tree, String table) {
    Pattern header =
        Pattern.compile(
            "(?m)^[ \\t]*\\[" + Pattern.quote(table) + "(?:\\.[^]]*)?][ \\t]*(?:#.*)?$");
    try {
      return header.matcher(tree.read(FILE).orElse("")).find();
    } catch (BrokenSource e) {
      return true;
    }
  }

  static Pyproject read(SourceTree tree) {
    JsonNode root = Json.toml(FILE, tree.read(FILE).orElseThrow());
    JsonNode project = Json.child(FILE, root, "project");
    JsonNode tools = Json.child(FILE, root, "tool");
    JsonNode poetry = Json.child(FILE, tools, "poetry");
    JsonNode uv = Json.child(FILE, tools, "uv");
    JsonNode own = Json.child(FILE, poetry, "dependencies");
    var dependencies = new ArrayList<>(requirements(project.path("dependencies")));
    own.properties().stream()
        .filter(entry -> !entry.getKey().equals("python"))
        .forEach(entry -> dependencies.addAll(named(entry)));
    boolean built = root.has("build-system") && poetry.path("package-mode").asBoolean(true);
    return new Pyproject(
        Optional.ofNullable(Json.text(FILE, project, "name"))
            .or(() -> Optional.ofNullable(Json.text(FILE, poetry, "name"))),
        python(project, own),
        dependencies,
        uv.has("package") ? uv.path("package").asBoolean() : built,
        uv.has("sources")
            || uv.has("workspace")
            || own.properties().stream().anyMatch(entry -> entry.getValue().has("path")),
        Stream.concat(
                scripts(Json.child(FILE, project, "scripts")).stream(),
                scripts(Json.child(FILE, poetry, "scripts")).stream())
            .toList());
  }

  /** True if installing reads more than the files that name the packages. */
  boolean needsTree() {
    return isPackage || readsLocally();
  }

  boolean readsLocally() {
    return readsTree || dependencies.stream().anyMatch(d -> LOCAL.matcher(d).matches());
  }

  /**
   * True if the project is to be installed beside what it depends on: it makes a program, or its
   * modules lie in {@code src}. What lies at the root is found without, and many an app calls
   * itself a package there but is none.
   */
  boolean isInstallable(SourceTree tree) {
    String module = name.map(n -> n.toLowerCase(Locale.ROOT).replaceAll("[-.]+", "_")).orElse("?");
    boolean inSource = tree.list("src").contains(module + "/");
    return isPackage && (inSource || (!scripts.isEmpty() && tree.list("").contains(module + "/")));
  }

  /** The program that the project names for itself: the only one, or the one of its own name. */
  Optional<StartCommand> script() {
    Optional<String> chosen =
        scripts.size() == 1 ? Optional.of(scripts.getFirst()) : name.filter(scripts::contains);
    return chosen
        .filter(script -> isPackage && PROGRAM.matcher(script).matches())
        .map(script -> new StartCommand(script, "project.scripts"));
  }

  private static Optional<PythonVersion.Asked> python(JsonNode project, JsonNode poetry) {
    String range = Json.text(FILE, project, "requires-python");
    if (range != null) {
      return Optional.of(PythonVersion.Asked.range(FILE, range, "requires-python", range));
    }
    JsonNode asked = poetry.path("python");
    return asked.isTextual()
        ? Optional.of(PythonVersion.Asked.ofPoetry(FILE, asked.textValue()))
        : Optional.empty();
  }

  private static List<String> named(Map.Entry<String, JsonNode> entry) {
    var names = new ArrayList<>(List.of(entry.getKey()));
    entry
        .getValue()
        .path("extras")
        .forEach(extra -> names.add(entry.getKey() + "[" + extra.asText() + "]"));
    return names;
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
