package paas.buildpacks.ruby;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Reading;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.SourceTree;

/** Ruby apps, whose gems Bundler installs into the app's folder. */
public final class RubyProvider implements Provider {
  /** Many a Node.js app has a Gemfile for a tool alone. */
  private static final List<String> SIGNS =
      List.of("config.ru", "config/application.rb", "app.rb", "server.rb", "main.rb");

  private static final String GEMS = "vendor/bundle";
  private static final BuildStep.Cache CACHE = new BuildStep.Cache("bundler", "BUNDLE_USER_CACHE");

  /** Libraries that gems are linked with; the build image has them all, and compilers too. */
  private static final Map<String, String> LIBRARIES =
      new TreeMap<>(
          Map.of(
              "mysql2", "libmariadb3",
              "pg", "libpq5",
              "ruby-vips", "libvips42",
              "sqlite3", "libsqlite3-0"));

  /** A secret that the build of the assets insists on, and never uses. */
  private static final Map<String, String> NO_SECRET =
      Map.of("SECRET_KEY_BASE", "only-while-the-app-is-built", "SECRET_KEY_BASE_DUMMY", "1");

  private final Versions.Line line;
  private final Versions.Line runtime;

  public RubyProvider(Versions versions) {
    line = versions.of("ruby");
    runtime = versions.of("ruby-runtime");
  }

  @Override
  public String language() {
    return "Ruby";
  }

  @Override
  public String key() {
    return "ruby";
  }

  @Override
  public boolean takesAssets() {
    return true;
  }

  @Override
  public String looksFor() {
    return "Gemfile (Ruby)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return Optional.of(Gemfile.FILE)
        .filter(tree::isFile)
        .filter(file -> !tree.isFile("package.json") || SIGNS.stream().anyMatch(tree::isFile));
  }

  @Override
  public String startRemedy() {
    return "Add a config.ru, or a Procfile with \"web: COMMAND\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    SourceTree tree = app.tree();
    Gemfile gemfile = Gemfile.of(tree);
    RubyStart start = new RubyStart(tree, gemfile);
    Versions.Chosen chosen = line.choose(app, gemfile.ruby(), Reading.PESSIMISTIC);
    Optional<String> exact =
        gemfile.exactRuby().filter(version -> version.startsWith(chosen.version().version() + "."));
    String version = exact.orElse(chosen.version().version());
    Optional<BuildStep> assets = start.assets();
    var recipe =
        Recipe.in(line.imageOf(version))
            .runIn(runtime.imageOf(version))
            .withPackages(libraries(gemfile))
            .withSteps(Stream.concat(Stream.of(install(gemfile)), assets.stream()).toList())
            .withBuildEnv(buildEnv(assets.isPresent()))
            .withEnv(env(gemfile, start))
            .withFromBuild(fromBuild(gemfile, assets))
            .withTools(tools(exact.orElse(chosen.oldest())));
    return BuildPlan.of(language(), evidence, recipe)
        .withVersions(List.of(new BuildPlan.Version("ruby", version, chosen.version().source())))
        .withProcesses(start.processes())
        .withHealthPath(start.healthPath())
        .withNotices(notices(gemfile));
  }

  private static BuildStep install(Gemfile gemfile) {
    List<String> needs = gemfile.readsTree() ? List.of(Recipe.WHOLE_TREE) : gemfile.files();
    return new BuildStep(
        BuildStep.Role.INSTALL,
        "bundle install",
        needs,
        List.of(
            List.of("bundle", "install"),
            // There is nothing to copy where an app needs no gem but its own.
            List.of("mkdir", "-p", GEMS)),
        List.of(CACHE),
        List.of(GEMS));
  }

  private static List<String> libraries(Gemfile gemfile) {
    return LIBRARIES.entrySet().stream()
        .filter(entry -> gemfile.has(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static Map<String, String> buildEnv(boolean assets) {
    var env = new TreeMap<>(Map.of("BUNDLE_GLOBAL_GEM_CACHE", "true"));
    env.putAll(assets ? NO_SECRET : Map.of());
    return env;
  }

  private static Map<String, String> env(Gemfile gemfile, RubyStart start) {
    var env =
        new TreeMap<>(
            Map.of(
                "APP_ENV", "production",
                "BUNDLE_PATH", GEMS,
                "BUNDLE_WITHOUT", "development:test",
                "LANG", "C.UTF-8",
                "RACK_ENV", "production"));
    if (gemfile.lock().isPresent()) {
      env.put("BUNDLE_DEPLOYMENT", "true");
    }
    if (start.isRails()) {
      env.put("RAILS_ENV", "production");
      env.put("RAILS_LOG_TO_STDOUT", "1");
      env.put("RAILS_SERVE_STATIC_FILES", "1");
    }
    return env;
  }

  /** Gems that lie in the app's own folder do not depend on where it stands: only the path does. */
  private static List<String> fromBuild(Gemfile gemfile, Optional<BuildStep> assets) {
    if (assets.filter(step -> step.makes().isEmpty()).isPresent() || gemfile.readsTree()) {
      return List.of(Recipe.WHOLE_TREE);
    }
    return Stream.concat(Stream.of(GEMS), assets.stream().flatMap(step -> step.makes().stream()))
        .toList();
  }

  private static List<Tool> tools(String oldest) {
    return List.of(
        Tool.simple("ruby", oldest, "Install the Debian packages ruby and ruby-dev."),
        Tool.simple("bundle", "2.3", "Install the Debian package bundler."));
  }

  private static List<String> notices(Gemfile gemfile) {
    var notices = new ArrayList<String>();
    if (gemfile.lock().isEmpty()) {
      notices.add(
          "There is no Gemfile.lock: what is installed may differ from build to build. Run \"bundle"
              + " lock\" and commit it.");
    }
    return notices;
  }
}
