package paas.buildpacks.golang;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceTree;

/** Go: modules, workspaces of them, and programs with C in them. */
public final class GoProvider implements Provider {
  private static final String BIN = "bin";
  private static final List<BuildStep.Cache> CACHES =
      List.of(
          new BuildStep.Cache("go-mod", "GOMODCACHE"), new BuildStep.Cache("go-build", "GOCACHE"));

  private final Versions.Line line;
  private final String runtimeImage;

  public GoProvider(Versions versions) {
    line = versions.of("go");
    Versions.Line debian = versions.of("debian");
    runtimeImage = debian.imageOf(debian.standard());
  }

  @Override
  public String language() {
    return "Go";
  }

  @Override
  public String key() {
    return "go";
  }

  @Override
  public boolean takesAssets() {
    return true;
  }

  @Override
  public String looksFor() {
    return "go.mod or go.work (Go)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return Stream.of(GoSource.WORK, GoModule.FILE).filter(tree::isFile).findFirst();
  }

  @Override
  public String startRemedy() {
    return "It has several programs: name one in a Procfile, \"web: bin/NAME\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    GoSource source = GoSource.of(app);
    Map<String, GoProgram> programs = source.programs();
    if (programs.isEmpty()) {
      throw new BrokenSource(
          evidence, 0, "has no main package at the root or under cmd/", "Put the program there.");
    }
    source.checkLocked();
    Versions.Chosen version = GoVersion.of(app, source, line);
    boolean withC = Cgo.in(source).isPresent();
    var recipe =
        Recipe.in(line.imageOf(version.version().version()))
            .runIn(runtimeImage)
            .withSteps(steps(source, programs))
            .withBuildEnv(Map.of("CGO_ENABLED", withC ? "1" : "0", "GOTOOLCHAIN", "local"))
            .withEnv(env(source))
            .withPath(List.of(GoModule.inside(source.root(), BIN)))
            .withFromBuild(
                Stream.concat(
                        Stream.of("/etc/ssl/certs/ca-certificates.crt"), made(source, programs))
                    .toList())
            .withTools(tools(version, withC));
    BuildPlan plan =
        BuildPlan.of(language(), evidence, recipe)
            .withVersions(List.of(version.version()))
            .withWeb(source.web(programs).map(program -> start(source, program)))
            .withNotices(doubles(source, programs));
    return source.isPart() ? plan.withRoot(BuildPlan.WHOLE_REPOSITORY) : plan;
  }

  private static List<BuildStep> steps(GoSource source, Map<String, GoProgram> programs) {
    var steps = new ArrayList<BuildStep>();
    List<String> lockFiles = source.lockFiles();
    if (!lockFiles.isEmpty()) {
      steps.add(
          new BuildStep(
              BuildStep.Role.INSTALL,
              "go mod download",
              lockFiles,
              List.of(go(source, Stream.of("mod", "download"))),
              CACHES,
              List.of()));
    }
    Stream<String> flags =
        Stream.of("build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", BIN + "/");
    Stream<String> packages =
        programs.values().stream().map(program -> packageOf(source, program.folder()));
    steps.add(
        new BuildStep(
            BuildStep.Role.BUILD,
            "go build",
            List.of(Recipe.WHOLE_TREE),
            List.of(go(source, Stream.concat(flags, packages))),
            CACHES,
            made(source, programs).toList()));
    return steps;
  }

  private static List<String> go(GoSource source, Stream<String> words) {
    Stream<String> go = source.isPart() ? Stream.of("go", "-C", source.root()) : Stream.of("go");
    return Stream.concat(go, words).toList();
  }

  /** As it is named from the app's folder. */
  private static String packageOf(GoSource source, String folder) {
    String path =
        source.isPart() && folder.startsWith(source.root())
            ? folder.substring(source.root().length()).replaceFirst("^/", "")
            : folder;
    return path.isEmpty() ? "." : "./" + path;
  }

  private static Stream<String> made(GoSource source, Map<String, GoProgram> programs) {
    return programs.keySet().stream().map(name -> GoModule.inside(source.root(), BIN + "/" + name));
  }

  /** Gin says everything twice, and slowly, unless it is told that this is no desk. */
  private static Map<String, String> env(GoSource source) {
    return source.requires("github.com/gin-gonic/gin") ? Map.of("GIN_MODE", "release") : Map.of();
  }

  private static StartCommand start(GoSource source, GoProgram program) {
    String command = BIN + "/" + program.name();
    return new StartCommand(
        source.isPart() ? "cd " + source.root() + " && exec " + command : command,
        program.origin());
  }

  private static List<String> doubles(GoSource source, Map<String, GoProgram> programs) {
    return source.modules().stream()
        .flatMap(module -> module.programs(source.tree()).stream())
        .filter(program -> !programs.containsValue(program))
        .map(program ->
            program.folder() + " is not built: another program is named " + program.name() + ".")
        .toList();
  }

  private static List<Tool> tools(Versions.Chosen version, boolean withC) {
    var tools = new ArrayList<Tool>();
    tools.add(
        new Tool(
            "go",
            List.of("go"),
            List.of("version"), // go knows no --version
            version.oldest(),
            "Install the Debian package golang-go, or a newer Go from go.dev."));
    if (withC) {
      tools.add(Tool.simple("cc", "0", "Install the Debian packages gcc and libc6-dev."));
    }
    return tools;
  }
}
