package paas.buildpacks.php;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Reading;
import paas.buildpacks.language.ToolVersions;
import paas.buildpacks.language.Versions;
import paas.buildpacks.language.Wish;
import paas.buildpacks.plan.AddedFile;
import paas.buildpacks.plan.Borrowed;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.SourceTree;

/** PHP apps, installed by Composer, served by Apache with PHP in it. */
public final class PhpProvider implements Provider {
  private static final BuildStep.Cache CACHE =
      new BuildStep.Cache("composer", "COMPOSER_CACHE_DIR");
  private static final List<String> OPTIONS =
      List.of("--no-dev", "--no-interaction", "--no-progress", "--prefer-dist");

  private final Versions.Line line;
  private final String composerImage;

  public PhpProvider(Versions versions) {
    line = versions.of("php");
    Versions.Line composer = versions.of("composer");
    composerImage = composer.imageOf(composer.standard());
  }

  @Override
  public String language() {
    return "PHP";
  }

  @Override
  public String key() {
    return "php";
  }

  @Override
  public boolean takesAssets() {
    return true;
  }

  @Override
  public String looksFor() {
    return "composer.json, index.php or public/index.php (PHP)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return Stream.of(ComposerJson.FILE, "index.php", "public/index.php", "web/index.php")
        .filter(tree::isFile)
        .findFirst();
  }

  @Override
  public String startRemedy() {
    return "Put an index.php at the root or into public/, or add a Procfile with \"web: COMMAND\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    SourceTree tree = app.tree();
    boolean composed = tree.isFile(ComposerJson.FILE);
    ComposerJson composer = ComposerJson.read(tree);
    PhpFramework framework = PhpFramework.of(tree, composer);
    Versions.Chosen php = line.choose(app, asked(tree, composer), Reading.COMPOSER);
    Extensions extensions = Extensions.of(composer);
    Optional<WebRoot> root = WebRoot.in(tree, composed);
    Stream<BuildStep> steps =
        Stream.concat(
            Stream.of(extensions.step()), composed ? install(tree, composer) : Stream.of());
    var recipe =
        Recipe.in(line.imageOf(php.version().version()))
            .borrowing(
                composed
                    ? List.of(new Borrowed(composerImage, List.of("/usr/bin/composer"), false))
                    : List.of())
            .withPackages(packages(composed, extensions))
            .withSteps(steps.toList())
            .withBuildEnv(composed ? Map.of("COMPOSER_ALLOW_SUPERUSER", "1") : Map.of())
            .withEnv(framework.env())
            .withFromBuild(fromBuild(composed))
            .withFiles(files(extensions, root))
            .withTools(tools(php.oldest(), composed));
    Map<String, StartCommand> processes =
        root.isPresent() ? framework.processes(tree, composer) : Map.of();
    return BuildPlan.of(language(), evidence, recipe)
        .withVersions(List.of(php.version()))
        .withProcesses(processes)
        .withHealthPath(framework.healthPath(tree))
        .withNotices(notices(tree, composed));
  }

  private static Optional<Wish> asked(SourceTree tree, ComposerJson composer) {
    return Wish.inFile(tree, ".php-version")
        .or(() -> ToolVersions.of(tree, "php").map(v -> Wish.in(ToolVersions.FILE, v)))
        .or(composer::php);
  }

  /** Packages first, which change least; then the class map and what the app's scripts do. */
  private static Stream<BuildStep> install(SourceTree tree, ComposerJson composer) {
    List<String> files =
        Stream.of(ComposerJson.FILE, ComposerJson.LOCK).filter(tree::isFile).toList();
    var download =
        new BuildStep(
            BuildStep.Role.INSTALL,
            "composer install",
            files,
            List.of(command("install", "--no-scripts", "--no-autoloader")),
            List.of(CACHE),
            List.of("vendor"));
    var whole = List.of(Recipe.WHOLE_TREE);
    var load =
        new BuildStep(
            composer.readsTree() ? BuildStep.Role.INSTALL : BuildStep.Role.BUILD,
            composer.readsTree() ? "composer install" : "composer autoload",
            whole,
            List.of(command("install", "--optimize-autoloader")),
            List.of(CACHE),
            List.of("vendor"));
    return composer.readsTree() ? Stream.of(load) : Stream.of(download, load);
  }

  private static List<String> command(String verb, String... more) {
    return Stream.of(Stream.of("composer", verb), OPTIONS.stream(), Stream.of(more))
        .flatMap(words -> words)
        .toList();
  }

  private static List<String> packages(boolean composed, Extensions extensions) {
    return Stream.concat(
            composed ? Stream.of("unzip") : Stream.of(), extensions.libraries().stream())
        .toList();
  }

  /** Composer and the scripts of the frameworks may write anywhere in the app. */
  private static List<String> fromBuild(boolean composed) {
    return Stream.concat(
            composed ? Stream.of(Recipe.WHOLE_TREE) : Stream.of(), Extensions.PLACES.stream())
        .toList();
  }

  private static List<AddedFile> files(Extensions extensions, Optional<WebRoot> root) {
    return Stream.concat(Stream.of(extensions.script()), root.map(WebRoot::configuration).stream())
        .toList();
  }

  private static List<Tool> tools(String oldest, boolean composed) {
    var tools = new ArrayList<Tool>();
    tools.add(Tool.simple("php", oldest, "Install the Debian package php-cli."));
    tools.add(
        new Tool(
            "apache2",
            List.of("apache2", "/usr/sbin/apache2"),
            List.of("-v"),
            "2.4",
            "Install the Debian packages apache2 and libapache2-mod-php."));
    if (composed) {
      tools.add(Tool.simple("composer", "2", "Install the Debian package composer."));
    }
    return tools;
  }

  private static List<String> notices(SourceTree tree, boolean composed) {
    return composed && !tree.isFile(ComposerJson.LOCK)
        ? List.of(
            "There is no composer.lock: what is installed may differ from build to build. Run"
                + " \"composer update\" and commit it.")
        : List.of();
  }
}
