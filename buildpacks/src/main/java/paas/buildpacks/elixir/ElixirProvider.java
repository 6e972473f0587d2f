package paas.buildpacks.elixir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.SourceTree;

/** Elixir apps, built as a release, which brings its own Erlang along. */
public final class ElixirProvider implements Provider {
  private static final String RELEASE = ".paas/release";
  private static final List<BuildStep.Cache> CACHES =
      List.of(new BuildStep.Cache("hex", "HEX_HOME"), new BuildStep.Cache("mix", "MIX_HOME"));

  private static final Map<String, String> OLDER_ERLANG =
      Map.of("1.14", "25", "1.15", "26", "1.16", "26");

  /** What Erlang itself is linked with. */
  private static final List<String> LIBRARIES =
      List.of("ca-certificates", "libncurses6", "libstdc++6", "openssl");

  /** A secret that is asked for while the app is built, and never used. */
  private static final Map<String, String> BUILD_ENV =
      Map.of("HEX_HTTP_TIMEOUT", "120", "SECRET_KEY_BASE", "only-while-the-app-is-built");

  private final Versions.Line line;
  private final String runtimeImage;

  public ElixirProvider(Versions versions) {
    line = versions.of("elixir");
    Versions.Line debian = versions.of("debian");
    runtimeImage = debian.imageOf(debian.standard());
  }

  @Override
  public String language() {
    return "Elixir";
  }

  @Override
  public String key() {
    return "elixir";
  }

  @Override
  public boolean takesAssets() {
    return true;
  }

  /** Phoenix has what its assets need in a folder of their own. */
  @Override
  public List<String> assetFolders() {
    return List.of("", "assets");
  }

  @Override
  public String looksFor() {
    return "mix.exs (Elixir)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return Optional.of(MixProject.FILE).filter(tree::isFile);
  }

  @Override
  public String startRemedy() {
    return "Name the app in mix.exs, or add a Procfile with \"web: COMMAND\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    SourceTree tree = app.tree();
    MixProject project = MixProject.of(tree);
    String release = project.release();
    Versions.Chosen elixir = line.choose(app, project.elixir(), Reading.PESSIMISTIC);
    var recipe =
        in(elixir.version().version())
            .withPackages(LIBRARIES)
            .withSteps(steps(tree, project))
            .withBuildEnv(BUILD_ENV)
            .withEnv(env(project))
            .withFromBuild(List.of(RELEASE))
            .withTools(tools(elixir.oldest()));
    return BuildPlan.of(language(), evidence, recipe)
        .withVersions(List.of(elixir.version()))
        .withProcesses(processes(tree, project, release))
        .withNotices(notices(tree, project));
  }

  /** Erlang runs on the Debian that it was made on: older images are not of today's. */
  private Recipe in(String version) {
    String image = line.imageOf(version);
    String erlang = OLDER_ERLANG.get(version);
    if (erlang == null) {
      return Recipe.in(image).runIn(runtimeImage);
    }
    String older = image.replaceFirst("\\d+$", erlang);
    return Recipe.in(older).runIn(older + "-slim");
  }

  private static List<BuildStep> steps(SourceTree tree, MixProject project) {
    var steps = new ArrayList<BuildStep>();
    List<String> whole = List.of(Recipe.WHOLE_TREE);
    if (project.hasDependencies()) {
      List<String> files =
          Stream.of(MixProject.FILE, MixProject.LOCK).filter(tree::isFile).toList();
      List<String> configured =
          Stream.concat(
                  files.stream(),
                  Stream.of("config/config.exs", "config/prod.exs").filter(tree::isFile))
              .toList();
      var get = List.of("mix", "deps.get", "--only", "prod");
      var compile = List.of("mix", "deps.compile");
      steps.add(
          step(BuildStep.Role.INSTALL, project, get, project.readsTree() ? whole : files, "deps"));
      steps.add(
          step(
              BuildStep.Role.INSTALL,
              project,
              compile,
              project.readsTree() ? whole : configured,
              "_build",
              "deps"));
    }
    if (project.deploysAssets()) {
      steps.add(step(BuildStep.Role.BUILD, project, List.of("mix", "assets.deploy"), whole));
    }
    List<String> assemble =
        Stream.of(
                Stream.of("mix", "release"),
                project.described().stream(),
                Stream.of("--overwrite", "--path", RELEASE))
            .flatMap(words -> words)
            .toList();
    steps.add(step(BuildStep.Role.BUILD, project, assemble, whole, RELEASE));
    return steps;
  }

  /** Hex and Rebar lie in a cache, which may be emptied between two steps of which one is kept. */
  private static BuildStep step(
      BuildStep.Role role,
      MixProject project,
      List<String> command,
      List<String> needs,
      String... makes) {
    var commands = new ArrayList<List<String>>();
    if (project.needsHex()) {
      commands.add(List.of("mix", "local.hex", "--force", "--if-missing"));
      commands.add(List.of("mix", "local.rebar", "--force", "--if-missing"));
    }
    commands.add(command);
    return new BuildStep(
        role, String.join(" ", command.subList(0, 2)), needs, commands, CACHES, List.of(makes));
  }

  /** Processes of one machine would contend for the name of a node. */
  private static Map<String, String> env(MixProject project) {
    var env =
        new TreeMap<>(Map.of("LANG", "C.UTF-8", "MIX_ENV", "prod", "RELEASE_DISTRIBUTION", "none"));
    if (project.isPhoenix()) {
      env.put("PHX_SERVER", "true");
    }
    return env;
  }

  private static Map<String, StartCommand> processes(
      SourceTree tree, MixProject project, String release) {
    String origin = project.isPhoenix() ? "Phoenix" : MixProject.FILE;
    String program = RELEASE + "/bin/" + release;
    var processes = new LinkedHashMap<String, StartCommand>();
    processes.put("web", new StartCommand(program + " start", origin));
    if (tree.isFile("rel/overlays/bin/migrate")) {
      processes.put("release", new StartCommand("sh " + RELEASE + "/bin/migrate", origin));
    } else {
      project
          .migrations()
          .ifPresent(module ->
              processes.put(
                  "release", new StartCommand(program + " eval " + module + ".migrate", origin)));
    }
    return processes;
  }

  private static List<Tool> tools(String oldest) {
    return List.of(
        Tool.simple("mix", "1", "Install the Debian packages elixir and erlang-dev."),
        new Tool(
            "elixir",
            List.of("elixir"),
            List.of("--short-version"),
            oldest,
            "Install the Debian package elixir."));
  }

  private static List<String> notices(SourceTree tree, MixProject project) {
    return project.needsHex() && !tree.isFile(MixProject.LOCK)
        ? List.of(
            "There is no mix.lock: what is installed may differ from build to build. Run \"mix"
                + " deps.get\" and commit it.")
        : List.of();
  }
}
