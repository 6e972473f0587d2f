package paas.buildpacks.python;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * A Django project.
 *
 * @param project the package of its settings: "shop", "config"
 * @param settings the text of its settings, of all of them where they are a package
 */
record Django(SourceTree tree, String project, String settings) {
  static final String NAME = "Django";

  private static final String MANAGE = "manage.py";
  private static final Pattern NAMED =
      Pattern.compile("DJANGO_SETTINGS_MODULE[\"']\\s*,\\s*[\"']([A-Za-z_][\\w.]*)[\"']");
  private static final Pattern STATIC_ROOT = Pattern.compile("(?m)^\\s*STATIC_ROOT\\s*=\\s*(.+)$");
  private static final Pattern UNDER_BASE =
      Pattern.compile(
          "(?:os\\.path\\.join\\(|str\\()?\\s*BASE_DIR\\s*(?:\\.joinpath\\()?"
              + "((?:\\s*[,/]?\\s*[\"'][\\w./-]+[\"'])+)\\s*\\){0,2}\\s*(?:#.*)?");
  private static final Pattern SEGMENT = Pattern.compile("[\"']([\\w./-]+)[\"']");
  private static final Pattern DATABASES =
      Pattern.compile("(?m)^\\s*DATABASES\\s*(?::[^=\\n]{1,80})?=\\s*(?!\\{\\s*\\})\\S");

  static Optional<Django> in(SourceTree tree) {
    PythonModules modules = new PythonModules(tree);
    Optional<String> module =
        modules
            .text(MANAGE)
            .flatMap(text -> NAMED.matcher(text).results().findFirst())
            .map(found -> found.group(1));
    return module.map(name ->
        new Django(
            tree, name.replaceFirst("\\.settings(\\..*)?$", ""), settings(tree, modules, name)));
  }

  private static String settings(SourceTree tree, PythonModules modules, String module) {
    String path = module.replace('.', '/');
    String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    Stream<String> whole =
        folder.endsWith("/settings") || folder.equals("settings")
            ? tree.list(folder).stream().map(file -> folder + "/" + file)
            : tree.list(path).stream().map(file -> path + "/" + file);
    return Stream.concat(Stream.of(path + ".py"), whole.filter(file -> file.endsWith(".py")))
        .distinct()
        .flatMap(file -> modules.text(file).stream())
        .collect(Collectors.joining("\n"));
  }

  String folder() {
    return project.replace('.', '/') + "/";
  }

  /** Static files are gathered where the settings say where to, which WhiteNoise needs too. */
  Optional<BuildStep> collectStatic(boolean whiteNoise) {
    Matcher root = STATIC_ROOT.matcher(settings);
    boolean named = root.find();
    if (!named && !whiteNoise) {
      return Optional.empty();
    }
    return Optional.of(
        new BuildStep(
            BuildStep.Role.BUILD,
            "collectstatic",
            List.of(Recipe.WHOLE_TREE),
            List.of(List.of(".venv/bin/python", MANAGE, "collectstatic", "--noinput")),
            List.of(),
            named ? folderIn(root.group(1)).stream().toList() : List.of()));
  }

  /** Where the folder cannot be read from the settings, it may be any. */
  private static Optional<String> folderIn(String value) {
    Matcher under = UNDER_BASE.matcher(value.strip());
    if (!under.matches()) {
      return Optional.empty();
    }
    String folder =
        SEGMENT
            .matcher(under.group(1))
            .results()
            .map(segment -> segment.group(1).replaceFirst("/+$", ""))
            .collect(Collectors.joining("/"));
    return Optional.of(folder).filter(SourceText::isHarmlessPath);
  }

  /** The schema follows the code before traffic does, where there is a database. */
  Optional<StartCommand> migrate() {
    return DATABASES.matcher(settings).find()
        ? Optional.of(new StartCommand("python manage.py migrate --noinput", NAME))
        : Optional.empty();
  }
}
